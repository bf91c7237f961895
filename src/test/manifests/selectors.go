package manifests

import (
	"fmt"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// checkSelectors: who selects somebody finds him, and nobody is found by two who must have him alone.
func checkSelectors(c *cluster) []string {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	for _, each := range c.workloads() {
		if each.selector == nil {
			continue
		}
		for _, other := range c.selected(each.selector) {
			if other.String() != each.String() {
				complain("%s: its selector takes the pods of %s too", each, other)
			}
		}
		if !matches(each.selector, each.template.Labels) {
			complain("%s: its selector does not match its own pods", each)
		}
		for _, spread := range each.template.Spec.TopologySpreadConstraints {
			if !matches(spread.LabelSelector, each.template.Labels) {
				complain("%s: a topology spread constraint does not select its own pods", each)
			}
		}
	}
	for _, service := range c.services {
		if found := c.selected(&meta.LabelSelector{MatchLabels: service.Spec.Selector}); len(found) != 1 {
			complain("Service %s: selects the pods of %d workloads, not of one: %v", service.Name, len(found), found)
		}
	}
	for _, budget := range c.budgets {
		if found := c.selected(budget.Spec.Selector); len(found) != 1 {
			complain("PodDisruptionBudget %s: selects the pods of %d workloads, not of one: %v", budget.Name, len(found), found)
		}
	}
	for _, rule := range c.networkPolicies {
		if len(c.selected(&rule.Spec.PodSelector)) == 0 {
			complain("NetworkPolicy %s: selects no pod", rule.Name)
		}
		for _, peer := range peers(rule) {
			if peer.NamespaceSelector == nil && peer.PodSelector != nil && len(c.selected(peer.PodSelector)) == 0 {
				complain("NetworkPolicy %s: a peer selects no pod of this namespace", rule.Name)
			}
		}
	}
	for _, monitor := range c.monitors {
		if len(c.monitored(&monitor.Spec.Selector)) == 0 {
			complain("ServiceMonitor %s: selects no Service", monitor.Name)
		}
	}
	for _, each := range c.autoscalers {
		if reference := each.Spec.ScaleTargetRef; !c.has(reference.Kind, reference.Name) {
			complain("HorizontalPodAutoscaler %s: there is no %s %s", each.Name, reference.Kind, reference.Name)
		}
	}
	for _, each := range c.scaledObjects {
		if reference := each.Spec.ScaleTargetRef; !c.has(orElse(reference.Kind, "Deployment"), reference.Name) {
			complain("ScaledObject %s: there is no %s %s", each.Name, reference.Kind, reference.Name)
		}
	}
	return append(findings, c.scaledTwice()...)
}

// scaledTwice: two autoscalers of one workload would pull it to and fro. One that is scaled says no number of its own, which
// each apply would set it back to.
func (c *cluster) scaledTwice() []string {
	scaled := map[string]int{}
	for _, each := range c.autoscalers {
		scaled[each.Spec.ScaleTargetRef.Kind+" "+each.Spec.ScaleTargetRef.Name]++
	}
	for _, each := range c.scaledObjects {
		scaled[orElse(each.Spec.ScaleTargetRef.Kind, "Deployment")+" "+each.Spec.ScaleTargetRef.Name]++
	}
	var findings []string
	for name, times := range scaled {
		if times > 1 {
			findings = append(findings, fmt.Sprintf("%s: is scaled by %d autoscalers", name, times))
		}
	}
	complain := func(name string, replicas *int32) {
		if replicas != nil && scaled[name] > 0 {
			findings = append(findings, fmt.Sprintf("%s: says replicas, which is its autoscaler's to say", name))
		}
	}
	for _, each := range c.deployments {
		complain("Deployment "+each.Name, each.Spec.Replicas)
	}
	for _, each := range c.statefulSets {
		complain("StatefulSet "+each.Name, each.Spec.Replicas)
	}
	return findings
}

func (c *cluster) has(kind, name string) bool {
	for _, each := range c.workloads() {
		if each.kind == kind && each.name == name {
			return true
		}
	}
	return false
}

func (c *cluster) selected(selector *meta.LabelSelector) []workload {
	var found []workload
	for _, each := range c.workloads() {
		if matches(selector, each.template.Labels) {
			found = append(found, each)
		}
	}
	return found
}

func (c *cluster) monitored(selector *meta.LabelSelector) []core.Service {
	var found []core.Service
	for _, service := range c.services {
		if matches(selector, service.Labels) {
			found = append(found, service)
		}
	}
	return found
}

func matches(selector *meta.LabelSelector, of map[string]string) bool {
	compiled, err := meta.LabelSelectorAsSelector(selector)
	return err == nil && compiled.Matches(labels.Set(of))
}

func orElse(value, other string) string {
	if value == "" {
		return other
	}
	return value
}
