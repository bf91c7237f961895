package manifests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../.."

func checkout(t *testing.T) (project, []target) {
	t.Helper()
	path, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, path)
}

func opened(t *testing.T, path string) (project, []target) {
	t.Helper()
	p, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := targets(filepath.Join(path, "k8s"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return p, all
}

func TestEveryOverlayAndEveryComponentAloneIsSound(t *testing.T) {
	p, all := checkout(t)
	for _, each := range all {
		t.Run(each.name, func(t *testing.T) {
			findings, err := p.check(each)
			if err != nil {
				t.Fatal(err)
			}
			for _, finding := range findings {
				t.Error(finding)
			}
		})
	}
}

func TestEveryFileHasItsPlace(t *testing.T) {
	p, _ := checkout(t)
	findings, err := checkLayout(filepath.Join(p.root, "k8s"))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		t.Error(finding)
	}
}

// The template that nobody renders is a Secret all the same, and its keys are the service's.
func TestTheTemplateOfTheSecretIsOne(t *testing.T) {
	p, _ := checkout(t)
	text, err := os.ReadFile(filepath.Join(p.root, "k8s/base/secret.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var only cluster
	if err := only.add(text); err != nil {
		t.Fatal(err)
	}
	for _, finding := range checkEnvironment(&only, p.readme) {
		t.Error(finding)
	}
	if len(only.secrets) != 1 || !strings.Contains(p.documents, "create secret generic "+only.secrets[0].Name) {
		t.Error("the documents do not say how the Secret of that name is made")
	}
}

func TestWhatIsAnnouncedIsStillToCome(t *testing.T) {
	p, _ := checkout(t)
	_, variables := configuration(p.readme)
	for name := range announced {
		if anyMatches(variables, name) {
			t.Errorf("%s is a key of the README by now: take it off the list", name)
		}
	}
}
