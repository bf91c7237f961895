package manifests

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// Metrics of others, by who exposes them.
var foreign = map[string]string{
	"up":                                                   "Prometheus itself",
	"container_cpu_usage_seconds_total":                    "the kubelet",
	"container_memory_working_set_bytes":                   "the kubelet",
	"kube_deployment_spec_replicas":                        "kube-state-metrics",
	"kube_deployment_status_replicas_available":            "kube-state-metrics",
	"kube_horizontalpodautoscaler_spec_max_replicas":       "kube-state-metrics",
	"kube_horizontalpodautoscaler_status_current_replicas": "kube-state-metrics",
	"kube_horizontalpodautoscaler_status_desired_replicas": "kube-state-metrics",
	"kube_pod_container_resource_limits":                   "kube-state-metrics",
	"kube_pod_container_status_restarts_total":             "kube-state-metrics",
}

// A use is a metric that somebody asks Prometheus or a metrics adapter for, with the values that its labels must have.
type use struct {
	by     string
	metric string
	labels map[string][]string
}

// uses in autoscalers, triggers, alerts and dashboards.
func (c *cluster) uses() ([]use, []string) {
	var found []use
	var findings []string
	query := func(by, text string) {
		asked, err := queried(by, text)
		if err != nil {
			findings = append(findings, fmt.Sprintf("%s: %v", by, err))
		}
		found = append(found, asked...)
	}
	for _, each := range c.autoscalers {
		for _, metric := range each.Spec.Metrics {
			if metric.Pods != nil {
				found = append(found, use{by: "HorizontalPodAutoscaler " + each.Name, metric: metric.Pods.Metric.Name})
			}
			if metric.External != nil {
				found = append(found, use{by: "HorizontalPodAutoscaler " + each.Name, metric: metric.External.Metric.Name})
			}
		}
	}
	for _, each := range c.scaledObjects {
		for _, trigger := range each.Spec.Triggers {
			if trigger.Type == "prometheus" {
				query("ScaledObject "+each.Name, trigger.Metadata["query"])
			}
		}
	}
	for _, each := range c.rules {
		for _, group := range each.Spec.Groups {
			for _, rule := range group.Rules {
				query("alert "+rule.Alert, rule.Expr.String())
			}
		}
	}
	for _, each := range c.configMaps {
		if each.Labels["grafana_dashboard"] == "" {
			continue
		}
		for name, text := range each.Data {
			queries, problems := dashboard(text)
			for _, problem := range problems {
				findings = append(findings, name+": "+problem)
			}
			for panel, text := range queries {
				query(name+", "+panel, text)
			}
		}
	}
	return found, findings
}

// What Grafana puts in before it asks.
var variable = regexp.MustCompile(`\$__rate_interval`)

func queried(by, text string) ([]use, error) {
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(variable.ReplaceAllString(text, "5m"))
	if err != nil {
		return nil, err
	}
	var found []use
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		if selector, is := node.(*parser.VectorSelector); is {
			wanted := map[string][]string{}
			for _, matcher := range selector.LabelMatchers {
				if matcher.Name != labels.MetricName && (matcher.Type == labels.MatchEqual || matcher.Type == labels.MatchRegexp) {
					wanted[matcher.Name] = strings.Split(matcher.Value, "|")
				}
			}
			found = append(found, use{by: by, metric: selector.Name, labels: wanted})
		}
		return nil
	})
	if len(found) == 0 {
		return nil, fmt.Errorf("asks for no metric: %s", text)
	}
	return found, nil
}

type panel struct {
	ID      int
	Title   string
	Type    string
	Targets []struct{ Expr string }
}

// dashboard gives each panel's queries by its title and letter.
func dashboard(text string) (map[string]string, []string) {
	var read struct{ Panels []panel }
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		return nil, []string{err.Error()}
	}
	var problems []string
	queries := map[string]string{}
	ids := map[int]bool{}
	for _, each := range read.Panels {
		if ids[each.ID] {
			problems = append(problems, fmt.Sprintf("two panels have the number %d", each.ID))
		}
		ids[each.ID] = true
		if each.Type != "row" && len(each.Targets) == 0 {
			problems = append(problems, "panel "+each.Title+" asks for nothing")
		}
		for letter, target := range each.Targets {
			queries[fmt.Sprintf("%s %c", each.Title, 'A'+letter)] = target.Expr
		}
	}
	return queries, problems
}

// adapterRules are the metrics that the values for prometheus-adapter give names to, by these names.
func adapterRules(path string) (map[string][]use, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	type rule struct {
		SeriesQuery  string `json:"seriesQuery"`
		Name         struct{ Matches, As string }
		MetricsQuery string `json:"metricsQuery"`
		Resources    any
	}
	var read struct {
		Prometheus            any
		MetricsRelistInterval string
		Rules                 struct {
			Default  bool
			Custom   []rule
			External []rule
		}
	}
	if err := readStrictly(text, &read); err != nil {
		return nil, err
	}
	found := map[string][]use{}
	for _, each := range append(read.Rules.Custom, read.Rules.External...) {
		asked, err := queried("prometheus-adapter", each.SeriesQuery)
		if err != nil {
			return nil, err
		}
		found[each.Name.As] = asked
	}
	return found, nil
}
