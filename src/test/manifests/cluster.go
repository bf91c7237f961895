package manifests

import (
	"fmt"

	keda "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// A cluster is what one target renders to, by kind.
type cluster struct {
	namespaces      []core.Namespace
	serviceAccounts []core.ServiceAccount
	configMaps      []core.ConfigMap
	secrets         []core.Secret
	claims          []core.PersistentVolumeClaim
	services        []core.Service
	deployments     []apps.Deployment
	statefulSets    []apps.StatefulSet
	jobs            []batch.Job
	budgets         []policy.PodDisruptionBudget
	autoscalers     []autoscaling.HorizontalPodAutoscaler
	networkPolicies []networking.NetworkPolicy
	ingresses       []networking.Ingress
	monitors        []monitoring.ServiceMonitor
	rules           []monitoring.PrometheusRule
	scaledObjects   []keda.ScaledObject
	authentications []keda.TriggerAuthentication
}

// add reads an object by the type that Kubernetes has for it.
func (c *cluster) add(text []byte) error {
	var kind meta.TypeMeta
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return err
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "v1 Namespace":
		return appendTo(&c.namespaces, text)
	case "v1 ServiceAccount":
		return appendTo(&c.serviceAccounts, text)
	case "v1 ConfigMap":
		return appendTo(&c.configMaps, text)
	case "v1 Secret":
		return appendTo(&c.secrets, text)
	case "v1 PersistentVolumeClaim":
		return appendTo(&c.claims, text)
	case "v1 Service":
		return appendTo(&c.services, text)
	case "apps/v1 Deployment":
		return appendTo(&c.deployments, text)
	case "apps/v1 StatefulSet":
		return appendTo(&c.statefulSets, text)
	case "batch/v1 Job":
		return appendTo(&c.jobs, text)
	case "policy/v1 PodDisruptionBudget":
		return appendTo(&c.budgets, text)
	case "autoscaling/v2 HorizontalPodAutoscaler":
		return appendTo(&c.autoscalers, text)
	case "networking.k8s.io/v1 NetworkPolicy":
		return appendTo(&c.networkPolicies, text)
	case "networking.k8s.io/v1 Ingress":
		return appendTo(&c.ingresses, text)
	case "monitoring.coreos.com/v1 ServiceMonitor":
		return appendTo(&c.monitors, text)
	case "monitoring.coreos.com/v1 PrometheusRule":
		return appendTo(&c.rules, text)
	case "keda.sh/v1alpha1 ScaledObject":
		return appendTo(&c.scaledObjects, text)
	case "keda.sh/v1alpha1 TriggerAuthentication":
		return appendTo(&c.authentications, text)
	}
	return fmt.Errorf("no type is known for %s %s", kind.APIVersion, kind.Kind)
}

func appendTo[T any](all *[]T, text []byte) error {
	var object T
	if err := readStrictly(text, &object); err != nil {
		return err
	}
	*all = append(*all, object)
	return nil
}

// A workload is whatever makes pods.
type workload struct {
	kind     string
	name     string
	selector *meta.LabelSelector // nil of a Job, which makes its own
	template core.PodTemplateSpec
	claims   []core.PersistentVolumeClaim
}

func (w workload) String() string {
	return w.kind + " " + w.name
}

func (c *cluster) workloads() []workload {
	var all []workload
	for _, each := range c.deployments {
		all = append(all, workload{"Deployment", each.Name, each.Spec.Selector, each.Spec.Template, nil})
	}
	for _, each := range c.statefulSets {
		all = append(all, workload{"StatefulSet", each.Name, each.Spec.Selector, each.Spec.Template, each.Spec.VolumeClaimTemplates})
	}
	for _, each := range c.jobs {
		all = append(all, workload{"Job", each.Name, nil, each.Spec.Template, nil})
	}
	return all
}

// containers of a pod, those that run before the others included.
func containers(pod core.PodSpec) []core.Container {
	return append(append([]core.Container{}, pod.InitContainers...), pod.Containers...)
}
