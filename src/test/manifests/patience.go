package manifests

import (
	"fmt"
	"strconv"
	"time"

	core "k8s.io/api/core/v1"
)

// checkPatience: the longest request < what the service waits for when it is told to end < what Kubernetes grants; and who
// stands before the gateway waits as long.
func checkPatience(c *cluster) []string {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	for _, each := range c.deployments {
		pod := each.Spec.Template.Spec
		for _, container := range pod.Containers {
			if !ours(container) {
				continue
			}
			environment := c.environment(container)
			longest, err := time.ParseDuration(environment["LIKENESS_GENERATION_TIMEOUT"])
			if err != nil {
				complain("Deployment %s: LIKENESS_GENERATION_TIMEOUT: %v", each.Name, err)
			}
			drained, err := time.ParseDuration(environment["LIKENESS_SHUTDOWN_TIMEOUT"])
			if err != nil {
				complain("Deployment %s: LIKENESS_SHUTDOWN_TIMEOUT: %v", each.Name, err)
			}
			if drained <= longest {
				complain("Deployment %s: requests of %s do not end within LIKENESS_SHUTDOWN_TIMEOUT, %s", each.Name, longest, drained)
			}
			stopped := pause(container) + drained
			if granted := time.Duration(*pod.TerminationGracePeriodSeconds) * time.Second; granted <= stopped {
				complain("Deployment %s: is killed after %s, while it may take %s to end", each.Name, granted, stopped)
			}
			for _, ingress := range c.ingresses {
				said := ingress.Annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]
				if seconds, err := strconv.Atoi(said); err != nil || time.Duration(seconds)*time.Second <= longest {
					complain("Ingress %s: gives up after %q s, before the longest request of %s", ingress.Name, said, longest)
				}
			}
		}
	}
	return findings
}

func pause(container core.Container) time.Duration {
	if container.Lifecycle == nil || container.Lifecycle.PreStop == nil || container.Lifecycle.PreStop.Sleep == nil {
		return 0
	}
	return time.Duration(container.Lifecycle.PreStop.Sleep.Seconds) * time.Second
}
