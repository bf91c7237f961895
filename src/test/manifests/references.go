package manifests

import (
	"fmt"
	"regexp"

	core "k8s.io/api/core/v1"
)

// Secrets that no kustomization renders, and how the documentation has them made.
var madeByHand = regexp.MustCompile(`create secret (?:generic|tls|docker-registry) ([a-z0-9-]+)`)

// checkReferences: what a pod or another object names is rendered too, or is a Secret that the documents say how to make.
func checkReferences(c *cluster, documents string) []string {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	secrets := names(c.secrets, func(each core.Secret) string { return each.Name })
	for _, said := range madeByHand.FindAllStringSubmatch(documents, -1) {
		secrets[said[1]] = true
	}
	configMaps := names(c.configMaps, func(each core.ConfigMap) string { return each.Name })
	accounts := names(c.serviceAccounts, func(each core.ServiceAccount) string { return each.Name })
	claims := names(c.claims, func(each core.PersistentVolumeClaim) string { return each.Name })
	needSecret := func(who any, name string) {
		if !secrets[name] {
			complain("%v: Secret %s is neither rendered nor made by any documented command", who, name)
		}
	}
	for _, each := range c.workloads() {
		pod := each.template.Spec
		if !accounts[pod.ServiceAccountName] {
			complain("%s: there is no ServiceAccount %q", each, pod.ServiceAccountName)
		}
		volumes := map[string]bool{}
		for _, claim := range each.claims {
			volumes[claim.Name] = true
		}
		for _, volume := range pod.Volumes {
			volumes[volume.Name] = true
			if from := volume.ConfigMap; from != nil && !configMaps[from.Name] {
				complain("%s: there is no ConfigMap %s", each, from.Name)
			}
			if from := volume.Secret; from != nil {
				needSecret(each, from.SecretName)
			}
			if from := volume.PersistentVolumeClaim; from != nil && !claims[from.ClaimName] {
				complain("%s: there is no PersistentVolumeClaim %s", each, from.ClaimName)
			}
		}
		for _, container := range containers(pod) {
			for _, mount := range container.VolumeMounts {
				if !volumes[mount.Name] {
					complain("%s: there is no volume %s", each, mount.Name)
				}
			}
			for _, source := range container.EnvFrom {
				if source.ConfigMapRef != nil && !configMaps[source.ConfigMapRef.Name] {
					complain("%s: there is no ConfigMap %s", each, source.ConfigMapRef.Name)
				}
				if source.SecretRef != nil {
					needSecret(each, source.SecretRef.Name)
				}
			}
			for _, variable := range container.Env {
				if from := variable.ValueFrom; from != nil && from.SecretKeyRef != nil {
					needSecret(each, from.SecretKeyRef.Name)
				}
			}
		}
	}
	for _, ingress := range c.ingresses {
		for _, tls := range ingress.Spec.TLS {
			needSecret("Ingress "+ingress.Name, tls.SecretName)
		}
	}
	for _, each := range c.authentications {
		for _, from := range each.Spec.SecretTargetRef {
			needSecret("TriggerAuthentication "+each.Name, from.Name)
		}
	}
	for _, each := range c.statefulSets {
		if !c.headless(each.Spec.ServiceName) {
			complain("StatefulSet %s: there is no headless Service %q", each.Name, each.Spec.ServiceName)
		}
	}
	authentications := map[string]bool{}
	for _, each := range c.authentications {
		authentications[each.Name] = true
	}
	for _, each := range c.scaledObjects {
		for _, trigger := range each.Spec.Triggers {
			if by := trigger.AuthenticationRef; by != nil && !authentications[by.Name] {
				complain("ScaledObject %s: there is no TriggerAuthentication %s", each.Name, by.Name)
			}
		}
	}
	return findings
}

func (c *cluster) headless(name string) bool {
	for _, service := range c.services {
		if service.Name == name && service.Spec.ClusterIP == core.ClusterIPNone {
			return true
		}
	}
	return false
}

func names[T any](all []T, name func(T) string) map[string]bool {
	found := map[string]bool{}
	for _, each := range all {
		found[name(each)] = true
	}
	return found
}
