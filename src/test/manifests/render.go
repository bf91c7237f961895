// Package manifests checks what k8s/ renders to, with the code that Kubernetes, KEDA, Prometheus and kustomize are made of.
package manifests

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// A target is what can be applied: an overlay, the base alone, or the base with one component and those that it needs.
type target struct {
	name string
	dir  string
}

// targets of the k8s folder. Kustomizations that are made up for components alone go into scratch.
func targets(k8s, scratch string) ([]target, error) {
	found := []target{{"base", filepath.Join(k8s, "base")}}
	overlays, err := folders(filepath.Join(k8s, "overlays"))
	if err != nil {
		return nil, err
	}
	for _, overlay := range overlays {
		found = append(found, target{"overlays/" + filepath.Base(overlay), overlay})
	}
	components, err := folders(filepath.Join(k8s, "components"))
	if err != nil {
		return nil, err
	}
	for _, component := range components {
		alone, err := componentAlone(k8s, component, scratch)
		if err != nil {
			return nil, err
		}
		found = append(found, target{"components/" + filepath.Base(component), alone})
	}
	return found, nil
}

// What a component cannot do without is said in a comment of its kustomization, "# Needs: redis, monitoring".
var needs = regexp.MustCompile(`(?m)^# Needs: (.+)$`)

func componentAlone(k8s, component, scratch string) (string, error) {
	written, err := os.ReadFile(filepath.Join(component, "kustomization.yaml"))
	if err != nil {
		return "", err
	}
	var used []string
	if said := needs.FindSubmatch(written); said != nil {
		for _, name := range strings.Split(string(said[1]), ",") {
			used = append(used, filepath.Join(k8s, "components", strings.TrimSpace(name)))
		}
	}
	dir := filepath.Join(scratch, filepath.Base(component))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	text := "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: alone\nresources:\n  - " +
		relative(dir, filepath.Join(k8s, "base")) + "\ncomponents:\n"
	for _, each := range append(used, component) {
		text += "  - " + relative(dir, each) + "\n"
	}
	return dir, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(text), 0o644)
}

func relative(from, to string) string {
	path, err := filepath.Rel(from, to)
	if err != nil {
		panic(err) // both are absolute
	}
	return path
}

func folders(parent string) ([]string, error) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, entry := range entries {
		if entry.IsDir() {
			found = append(found, filepath.Join(parent, entry.Name()))
		}
	}
	return found, nil
}

// render does what `kubectl kustomize` does, and reads the result by its types.
func render(dir string) (*cluster, []string) {
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return nil, []string{fmt.Sprintf("does not render: %v", err)}
	}
	var findings []string
	rendered := &cluster{}
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			return nil, []string{err.Error()}
		}
		if err := rendered.add(text); err != nil {
			findings = append(findings, fmt.Sprintf("%s %s: %v", resource.GetKind(), resource.GetName(), err))
		}
	}
	return rendered, findings
}

// readStrictly refuses fields that the type does not have, and keys that are there twice.
func readStrictly(text []byte, into any) error {
	return yaml.UnmarshalStrict(text, into)
}
