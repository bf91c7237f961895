package manifests

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

var title = regexp.MustCompile(`(?m)^# .+`)

// checkLayout: one object a file, the file named after its kind; each file is somebody's, each folder of the base and the
// components says what it is for.
func checkLayout(k8s string) ([]string, error) {
	var findings []string
	complain := func(format string, arguments ...any) {
		findings = append(findings, fmt.Sprintf(format, arguments...))
	}
	components, err := folders(filepath.Join(k8s, "components"))
	if err != nil {
		return nil, err
	}
	for _, dir := range append(components, filepath.Join(k8s, "base")) {
		said, err := os.ReadFile(filepath.Join(dir, "README.md"))
		if err != nil || !title.Match(said) {
			complain("%s: no README.md with a title", dir)
		}
	}
	err = filepath.Walk(k8s, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || filepath.Ext(path) != ".yaml" || filepath.Base(path) == "kustomization.yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains("\n"+string(text), "\n---") {
			complain("%s: more than one object", path)
		}
		var object struct{ Kind string }
		if err := yaml.Unmarshal(text, &object); err != nil {
			complain("%s: %v", path, err)
		}
		name := filepath.Base(path)
		if object.Kind != "" && !strings.HasPrefix(strings.ReplaceAll(name, "-", ""), strings.ToLower(object.Kind)) &&
			!strings.HasSuffix(strings.TrimSuffix(name, ".yaml"), "-"+strings.ToLower(object.Kind)) {
			complain("%s: is a %s", path, object.Kind)
		}
		kustomization, err := os.ReadFile(filepath.Join(filepath.Dir(path), "kustomization.yaml"))
		if err != nil {
			return err
		}
		used := strings.Contains(string(kustomization), "- "+name) || strings.Contains(string(kustomization), "- path: "+name)
		if !used && !strings.Contains(string(text), "part of no kustomization") {
			complain("%s: its kustomization does not know it", path)
		}
		return nil
	})
	return findings, err
}
