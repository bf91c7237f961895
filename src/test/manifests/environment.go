package manifests

import (
	"fmt"
	"regexp"
	"strings"

	core "k8s.io/api/core/v1"
)

// A row of the README's tables of keys, `| `key` | default | meaning |`; a test of the service keeps those of likeness.* equal to
// what it reads.
var keyRow = regexp.MustCompile("(?m)^\\| `((?:likeness|quarkus)\\.[^`]+)` \\|")

// configuration is every key that the README names, as a pattern of it and of its environment variable.
func configuration(readme string) (keys, variables []*regexp.Regexp) {
	for _, row := range keyRow.FindAllStringSubmatch(readme, -1) {
		key := row[1]
		keys = append(keys, pattern(key, `[^.]+`))
		variables = append(variables, pattern(asVariable(strings.ReplaceAll(key, "<name>", "%")), `[A-Z0-9_]+`))
	}
	return keys, variables
}

func pattern(text, wildcard string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(text)
	quoted = strings.ReplaceAll(strings.ReplaceAll(quoted, "<name>", wildcard), "%", wildcard)
	return regexp.MustCompile("^" + quoted + "$")
}

// asVariable is how MicroProfile Config looks a key up in the environment.
func asVariable(key string) string {
	var name strings.Builder
	for _, character := range strings.ToUpper(key) {
		if character >= 'A' && character <= 'Z' || character >= '0' && character <= '9' || character == '%' {
			name.WriteRune(character)
		} else {
			name.WriteRune('_')
		}
	}
	return name.String()
}

// announced are keys that the components set already and the service will read. A key that has come is taken off this list, as
// a test demands.
var announced = map[string]bool{}

// checkEnvironment: each variable that a container of ours gets is one of the service's keys, and so is each line of its
// properties files. Of a misspelt one nobody would ever hear.
func checkEnvironment(c *cluster, readme string) []string {
	keys, variables := configuration(readme)
	var findings []string
	for _, each := range c.workloads() {
		for _, container := range containers(each.template.Spec) {
			if !ours(container) {
				continue
			}
			for name := range c.environment(container) {
				if !anyMatches(variables, name) && !announced[name] {
					findings = append(findings, fmt.Sprintf("%s: %s is no key of the README", each, name))
				}
			}
		}
	}
	for _, secret := range c.secrets {
		for name, text := range secret.StringData {
			if !strings.HasSuffix(name, ".properties") {
				continue
			}
			for key := range properties(text) {
				if !anyMatches(keys, key) {
					findings = append(findings, fmt.Sprintf("Secret %s: %s is no key of the README", secret.Name, key))
				}
			}
		}
	}
	return findings
}

// environment of a container; the values of Secrets, which are not known here, are empty.
func (c *cluster) environment(container core.Container) map[string]string {
	found := map[string]string{}
	for _, source := range container.EnvFrom {
		for _, each := range c.configMaps {
			if source.ConfigMapRef != nil && each.Name == source.ConfigMapRef.Name {
				for name, value := range each.Data {
					found[source.Prefix+name] = value
				}
			}
		}
	}
	for _, variable := range container.Env {
		found[variable.Name] = variable.Value
	}
	return found
}

// ours are the containers of the service's images, wherever they come from.
func ours(container core.Container) bool {
	name, _, _ := imageOf(container)
	return name == "likeness" || name == "likeness-gpu"
}

func imageOf(container core.Container) (name, tag string, tagged bool) {
	return strings.Cut(container.Image[strings.LastIndex(container.Image, "/")+1:], ":")
}

func properties(text string) map[string]string {
	found := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		if key, value, is := strings.Cut(strings.TrimSpace(line), "="); is && !strings.HasPrefix(key, "#") {
			found[key] = value
		}
	}
	return found
}

func anyMatches(patterns []*regexp.Regexp, text string) bool {
	for _, each := range patterns {
		if each.MatchString(text) {
			return true
		}
	}
	return false
}
