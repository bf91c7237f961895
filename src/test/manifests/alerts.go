package manifests

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"sigs.k8s.io/yaml"
)

const handbook = "docs/operations.md"

// checkAlerts: Prometheus takes the rules, and each alert says where to read what to do; there is such a place.
func checkAlerts(c *cluster, operations string) []string {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	for _, each := range c.rules {
		text, err := yaml.Marshal(each.Spec)
		if err != nil {
			complain("PrometheusRule %s: %v", each.Name, err)
		}
		_, problems := rulefmt.Parse(text, false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.Default())
		for _, problem := range problems {
			complain("PrometheusRule %s: %v", each.Name, problem)
		}
		for _, group := range each.Spec.Groups {
			for _, rule := range group.Rules {
				runbook := rule.Annotations["runbook"]
				if runbook != handbook+"#"+strings.ToLower(rule.Alert) {
					complain("alert %s: its runbook is %q", rule.Alert, runbook)
				}
				if !strings.Contains(operations, "\n### "+rule.Alert+"\n") {
					complain("alert %s: %s has no heading of that name", rule.Alert, handbook)
				}
				if rule.Annotations["summary"] == "" || rule.Labels["severity"] == "" {
					complain("alert %s: lacks a summary or a severity", rule.Alert)
				}
			}
		}
	}
	return findings
}
