package manifests

import (
	"fmt"
	"strings"

	core "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// checkPods: they pass the admission controller's own "restricted" checks, and what we ask for besides.
func checkPods(c *cluster) ([]string, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	var findings []string
	for _, each := range c.workloads() {
		complain := func(format string, arguments ...any) {
			findings = append(findings, each.String()+": "+fmt.Sprintf(format, arguments...))
		}
		pod := each.template.Spec
		for _, result := range evaluator.EvaluatePod(restricted, &each.template.ObjectMeta, &pod) {
			if !result.Allowed {
				complain("is not restricted: %s (%s)", result.ForbiddenReason, result.ForbiddenDetail)
			}
		}
		if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			complain("mounts a token that it does not need")
		}
		if pod.EnableServiceLinks == nil || *pod.EnableServiceLinks {
			complain("has its configuration mixed with variables of Services (enableServiceLinks)")
		}
		for _, container := range containers(pod) {
			if context := container.SecurityContext; context == nil || context.ReadOnlyRootFilesystem == nil || !*context.ReadOnlyRootFilesystem {
				complain("%s may write to its root file system", container.Name)
			}
			// A bare name is for an overlay to replace, and overlays have namespaces.
			bare := !strings.ContainsAny(container.Image, "/:") && len(c.namespaces) == 0
			if _, tag, tagged := imageOf(container); !bare && (!tagged || tag == "latest") {
				complain("%s has an image without a version: %s", container.Name, container.Image)
			}
			for _, resource := range []core.ResourceName{core.ResourceCPU, core.ResourceMemory} {
				if _, asks := container.Resources.Requests[resource]; !asks {
					complain("%s asks for no %s", container.Name, resource)
				}
			}
			if _, bounded := container.Resources.Limits[core.ResourceMemory]; !bounded {
				complain("%s may take all memory of its node", container.Name)
			}
			if each.kind != "Job" && isMain(pod, container) && (container.ReadinessProbe == nil || container.LivenessProbe == nil || container.StartupProbe == nil) {
				complain("%s lacks a probe", container.Name)
			}
		}
	}
	for _, namespace := range c.namespaces {
		if namespace.Labels["pod-security.kubernetes.io/enforce"] != string(api.LevelRestricted) {
			findings = append(findings, fmt.Sprintf("Namespace %s: does not enforce the restricted standard", namespace.Name))
		}
	}
	return findings, nil
}

func isMain(pod core.PodSpec, container core.Container) bool {
	for _, each := range pod.Containers {
		if each.Name == container.Name {
			return true
		}
	}
	return false
}
