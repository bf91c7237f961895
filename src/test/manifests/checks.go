package manifests

import (
	"os"
	"path/filepath"
)

// A project is a checkout, or a copy of what the checks read of one.
type project struct {
	root         string
	readme       string
	documents    string // all that tells an operator what to type
	addressRules string
	operations   string
}

func read(root string) (project, error) {
	p := project{root: root}
	for into, path := range map[*string]string{
		&p.readme:       "README.md",
		&p.addressRules: "src/main/java/dev/likeness/input/AddressRules.java",
		&p.operations:   handbook,
	} {
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return p, err
		}
		*into = string(text)
	}
	p.documents = p.readme
	said, err := filepath.Glob(filepath.Join(root, "k8s/*/*/README.md"))
	if err != nil {
		return p, err
	}
	for _, path := range said {
		text, err := os.ReadFile(path)
		if err != nil {
			return p, err
		}
		p.documents += string(text)
	}
	return p, nil
}

// check says all that is wrong with one target, as far as can be said without a running service.
func (p project) check(each target) ([]string, error) {
	rendered, findings := render(each.dir)
	if rendered == nil {
		return findings, nil
	}
	pods, err := checkPods(rendered)
	if err != nil {
		return nil, err
	}
	_, queries := rendered.uses()
	for _, found := range [][]string{
		pods,
		queries,
		checkSelectors(rendered),
		checkPorts(rendered),
		checkReferences(rendered, p.documents),
		checkEnvironment(rendered, p.readme),
		checkPatience(rendered),
		checkBorders(rendered, p.addressRules),
		checkAlerts(rendered, p.operations),
	} {
		findings = append(findings, found...)
	}
	return findings, nil
}
