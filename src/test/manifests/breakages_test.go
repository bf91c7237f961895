package manifests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A check that cannot fail is none: each of these is a mistake that was made somewhere, and one of the checks must say so.
var breakages = []struct {
	name     string
	file     string
	old, new string
	said     string
}{
	{"a field that Kubernetes does not have", "k8s/base/deployment.yaml",
		"minReadySeconds: 5", "minReadySecond: 5", `unknown field "minReadySecond"`},
	{"a field of a custom resource at the wrong place", "k8s/components/monitoring/servicemonitor.yaml",
		"interval: 15s", "scrapeInterval: 15s", `unknown field`},
	{"a kind of another version", "k8s/base/poddisruptionbudget.yaml",
		"policy/v1", "policy/v1beta1", "no type is known for policy/v1beta1 PodDisruptionBudget"},
	{"a file that is not there", "k8s/base/kustomization.yaml",
		"- service.yaml", "- services.yaml", "does not render"},
	{"a selector that finds nobody", "k8s/base/service.yaml",
		"app.kubernetes.io/component: gateway\n  ports", "app.kubernetes.io/component: gate\n  ports", "Service likeness: selects the pods of 0 workloads"},
	{"an autoscaler of something else", "k8s/base/horizontalpodautoscaler.yaml",
		"kind: Deployment\n    name: likeness", "kind: Deployment\n    name: likeness-gateway", "there is no Deployment likeness-gateway"},
	{"a number of pods beside an autoscaler", "k8s/base/deployment.yaml",
		"spec:\n  #", "spec:\n  replicas: 3\n  #", "says replicas"},
	{"a port that was renamed", "k8s/base/deployment.yaml",
		"- name: http\n", "- name: web\n", "a probe asks port http"},
	{"a port of the Ingress by another name", "k8s/components/ingress/ingress.yaml",
		"name: http\n", "name: https\n", "no Service likeness has a port https"},
	{"a key that the service does not read", "k8s/base/likeness.env",
		"LIKENESS_ADMISSION_RUNNING=", "LIKENESS_ADMISSIONS_RUNNING=", "LIKENESS_ADMISSIONS_RUNNING is no key"},
	{"a key in the Secret that the service does not read", "k8s/overlays/dev/secret.yaml",
		"demo.credits=", "demo.credit=", "likeness.auth.accounts.demo.credit is no key"},
	{"a Secret that nobody makes", "k8s/base/deployment.yaml",
		"secretName: likeness-accounts", "secretName: likeness-users", "Secret likeness-users is neither rendered nor made"},
	{"a process that may be root", "k8s/base/deployment.yaml",
		"runAsNonRoot: true", "runAsNonRoot: false", "is not restricted"},
	{"a container with all capabilities", "k8s/base/deployment.yaml",
		"            capabilities:\n              drop:\n                - ALL\n", "", "unrestricted capabilities"},
	{"a root file system that can be written", "k8s/base/deployment.yaml",
		"readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its root file system"},
	{"an image without a version", "k8s/overlays/production/kustomization.yaml",
		"newTag: 0.1.0", "newTag: latest", "an image without a version"},
	{"a grace period shorter than a request", "k8s/base/deployment.yaml",
		"terminationGracePeriodSeconds: 360", "terminationGracePeriodSeconds: 30", "is killed after 30s"},
	{"a proxy that gives up first", "k8s/components/ingress/ingress.yaml",
		`proxy-read-timeout: "360"`, `proxy-read-timeout: "60"`, "before the longest request"},
	{"a way into the private network", "k8s/base/networkpolicy.yaml",
		"              - 10.0.0.0/8\n", "", "exceptions are not those of AddressRules"},
	{"a query that Prometheus does not understand", "k8s/components/monitoring/prometheusrule.yaml",
		"absent(up{job=\"likeness\"} == 1)", "absent(up{job=\"likeness\"} == 1", "alert LikenessDown"},
	{"an alert that nobody knows an answer to", "k8s/components/monitoring/prometheusrule.yaml",
		"alert: LikenessOverloaded", "alert: LikenessBusy", "LikenessBusy: docs/operations.md has no heading"},
	{"a panel that asks for nothing", "k8s/components/monitoring/likeness.json",
		`"expr": "sum(likeness_generations_waiting`, `"exp": "sum(likeness_generations_waiting`, "Waiting A: "},
	{"a field that a scaler's resource does not have", "k8s/components/keda/scaledobject.yaml",
		"minReplicaCount: 3", "minReplicas: 3", `unknown field "minReplicas"`},
	{"two autoscalers of one Deployment", "k8s/components/keda/kustomization.yaml",
		"        name: likeness\n      $patch: delete", "        name: likeness\n      spec: {minReplicas: 2}", "is scaled by 2 autoscalers"},
	{"a Service that takes another one's pods too", "k8s/components/pose-gpu/service.yaml",
		"    app.kubernetes.io/component: pose\n  ports", "  ports", "selects the pods of 2 workloads"},
	{"a policy for pods that nobody has", "k8s/components/redis/gateway-networkpolicy.yaml",
		"app.kubernetes.io/name: redis", "app.kubernetes.io/name: valkey", "a peer selects no pod"},
	{"a volume that is not there", "k8s/components/comfyui/statefulset.yaml",
		"claimName: comfyui-models", "claimName: models", "no PersistentVolumeClaim models"},
	{"a StatefulSet without its Service", "k8s/components/comfyui/service.yaml",
		"clusterIP: None", "type: ClusterIP", "no headless Service"},
	{"a file that nobody uses", "k8s/components/ingress/kustomization.yaml",
		"  - networkpolicy.yaml\n", "", "networkpolicy.yaml: its kustomization does not know it"},
	{"two objects in one file", "k8s/base/service.yaml",
		"apiVersion: v1", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: another\n---\napiVersion: v1", "more than one object"},
}

func TestEveryBreakageIsFound(t *testing.T) {
	for _, each := range breakages {
		t.Run(each.name, func(t *testing.T) {
			findings := findingsAfter(t, each.file, each.old, each.new)
			if !strings.Contains(strings.Join(findings, "\n"), each.said) {
				t.Errorf("nobody said %q, only: %s", each.said, strings.Join(findings, "\n"))
			}
		})
	}
}

func findingsAfter(t *testing.T, file, old, new string) []string {
	t.Helper()
	copied := copyOfWhatIsChecked(t)
	text, err := os.ReadFile(filepath.Join(copied, file))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s does not have %q any more: this breakage breaks nothing", file, old)
	}
	broken := strings.Replace(string(text), old, new, 1)
	if err := os.WriteFile(filepath.Join(copied, file), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	p, all := opened(t, copied)
	findings, err := checkLayout(filepath.Join(copied, "k8s"))
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range all {
		found, err := p.check(each)
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, found...)
	}
	return findings
}

func copyOfWhatIsChecked(t *testing.T) string {
	t.Helper()
	into := t.TempDir()
	for _, path := range []string{"k8s", "README.md", handbook, "src/main/java/dev/likeness/input/AddressRules.java"} {
		err := filepath.Walk(filepath.Join(root, path), func(from string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			text, err := os.ReadFile(from)
			if err != nil {
				return err
			}
			to := filepath.Join(into, relative(root, from))
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return err
			}
			return os.WriteFile(to, text, 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return into
}
