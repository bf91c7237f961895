package manifests

import (
	"fmt"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// checkPorts: ports have names, and whoever names one means one that is there.
func checkPorts(c *cluster) []string {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	for _, each := range c.workloads() {
		for _, container := range containers(each.template.Spec) {
			for _, port := range container.Ports {
				if port.Name == "" {
					complain("%s: port %d of %s has no name", each, port.ContainerPort, container.Name)
				}
			}
			for _, probe := range probes(container) {
				if port, asks := probedPort(probe); asks && !opens(container, port) {
					complain("%s: a probe asks port %s, which %s does not open by that name", each, port.String(), container.Name)
				}
			}
		}
	}
	for _, service := range c.services {
		for _, port := range service.Spec.Ports {
			if port.Name == "" || port.TargetPort.Type != intstr.String {
				complain("Service %s: port %d has no name, or its target has none", service.Name, port.Port)
			}
			for _, each := range c.workloads() {
				if contains(service.Spec.Selector, each.template.Labels) && !podOpens(each, port.TargetPort) {
					complain("Service %s: %s opens no port %s", service.Name, each, port.TargetPort.String())
				}
			}
		}
	}
	for _, ingress := range c.ingresses {
		for _, rule := range ingress.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				if backend := path.Backend.Service; !c.serves(backend.Name, backend.Port.Name) {
					complain("Ingress %s: no Service %s has a port %s", ingress.Name, backend.Name, backend.Port.Name)
				}
			}
		}
	}
	for _, monitor := range c.monitors {
		for _, service := range c.monitored(&monitor.Spec.Selector) {
			for _, endpoint := range monitor.Spec.Endpoints {
				if !c.serves(service.Name, endpoint.Port) {
					complain("ServiceMonitor %s: Service %s has no port %s", monitor.Name, service.Name, endpoint.Port)
				}
			}
		}
	}
	return append(findings, c.policedPorts()...)
}

// policedPorts: a port that a policy lets through by name is opened by the pods on the receiving side.
func (c *cluster) policedPorts() []string {
	var findings []string
	for _, rule := range c.networkPolicies {
		check := func(ports []networking.NetworkPolicyPort, receivers []workload) {
			for _, port := range ports {
				for _, each := range receivers {
					if port.Port != nil && port.EndPort == nil && !podOpens(each, *port.Port) {
						findings = append(findings,
							fmt.Sprintf("NetworkPolicy %s: %s opens no port %s", rule.Name, each, port.Port.String()))
					}
				}
			}
		}
		for _, in := range rule.Spec.Ingress {
			check(in.Ports, c.selected(&rule.Spec.PodSelector))
		}
		for _, out := range rule.Spec.Egress {
			for _, peer := range out.To {
				if peer.NamespaceSelector == nil && peer.PodSelector != nil {
					check(out.Ports, c.selected(peer.PodSelector))
				}
			}
		}
	}
	return findings
}

func peers(rule networking.NetworkPolicy) []networking.NetworkPolicyPeer {
	var all []networking.NetworkPolicyPeer
	for _, in := range rule.Spec.Ingress {
		all = append(all, in.From...)
	}
	for _, out := range rule.Spec.Egress {
		all = append(all, out.To...)
	}
	return all
}

func (c *cluster) serves(name, port string) bool {
	for _, service := range c.services {
		for _, each := range service.Spec.Ports {
			if service.Name == name && each.Name == port {
				return true
			}
		}
	}
	return false
}

func probes(container core.Container) []*core.Probe {
	return []*core.Probe{container.StartupProbe, container.LivenessProbe, container.ReadinessProbe}
}

func probedPort(probe *core.Probe) (intstr.IntOrString, bool) {
	switch {
	case probe == nil:
		return intstr.IntOrString{}, false
	case probe.HTTPGet != nil:
		return probe.HTTPGet.Port, true
	case probe.TCPSocket != nil:
		return probe.TCPSocket.Port, true
	}
	return intstr.IntOrString{}, false
}

// opens only ports that are named: a number says nothing to who reads it, and goes on saying it after the port has moved.
func opens(container core.Container, port intstr.IntOrString) bool {
	for _, each := range container.Ports {
		if port.Type == intstr.String && each.Name == port.StrVal {
			return true
		}
	}
	return false
}

func podOpens(each workload, port intstr.IntOrString) bool {
	for _, container := range containers(each.template.Spec) {
		if opens(container, port) {
			return true
		}
	}
	return false
}

func contains(selector, labels map[string]string) bool {
	for name, value := range selector {
		if labels[name] != value {
			return false
		}
	}
	return true
}
