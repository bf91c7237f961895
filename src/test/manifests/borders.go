package manifests

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

var network = regexp.MustCompile(`"([0-9a-f.:]+/[0-9]+)"`)

// checkBorders: what the gateway may reach outside is what dev.likeness.input.AddressRules lets an image URL reach, and every pod
// is some policy's, in both directions.
func checkBorders(c *cluster, addressRules string) []string {
	block := addressRules[strings.Index(addressRules, "SPECIAL"):]
	block = block[:strings.Index(block, ");")]
	var special []string
	for _, found := range network.FindAllStringSubmatch(block, -1) {
		special = append(special, found[1])
	}
	sort.Strings(special)
	var findings []string
	for _, rule := range c.networkPolicies {
		for _, out := range rule.Spec.Egress {
			var excepted []string
			open := false
			for _, peer := range out.To {
				if peer.IPBlock != nil {
					open = true
					excepted = append(excepted, peer.IPBlock.Except...)
				}
			}
			sort.Strings(excepted)
			if open && strings.Join(excepted, " ") != strings.Join(special, " ") {
				findings = append(findings, fmt.Sprintf("NetworkPolicy %s: its exceptions are not those of AddressRules:\n  %s\n  %s",
					rule.Name, excepted, special))
			}
			if len(out.To) == 0 {
				findings = append(findings, fmt.Sprintf("NetworkPolicy %s: lets out to everywhere", rule.Name))
			}
		}
	}
	for _, each := range c.workloads() {
		directions := map[string]bool{}
		for _, rule := range c.networkPolicies {
			if matches(&rule.Spec.PodSelector, each.template.Labels) {
				for _, direction := range rule.Spec.PolicyTypes {
					directions[string(direction)] = true
				}
			}
		}
		for _, direction := range []string{"Ingress", "Egress"} {
			if !directions[direction] {
				findings = append(findings, fmt.Sprintf("%s: no NetworkPolicy bounds its %s", each, strings.ToLower(direction)))
			}
		}
	}
	return findings
}
