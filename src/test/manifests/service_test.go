package manifests

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How long the service may take to start on a machine that does other things too.
const patience = 2 * time.Minute

var listening = regexp.MustCompile(`Listening on: (http://[^\s"]+)`)

// A service is the packaged service, started with what a target's manifests give its pods.
type service struct {
	url string
	log string
}

// start gives the container's environment to the packaged service, and the files of the Secrets that are rendered.
func start(t *testing.T, c *cluster, deployment string, more ...string) service {
	t.Helper()
	jar := filepath.Join(root, "target/quarkus-app/quarkus-run.jar")
	if _, err := os.Stat(jar); err != nil {
		t.Fatal("the service is not packaged: ./mvnw package -DskipTests (or -short, to leave out what needs it)")
	}
	dir := t.TempDir()
	command := exec.Command("java", "-jar", jar)
	command.Env = append(os.Environ(), "QUARKUS_HTTP_HOST=127.0.0.1", "QUARKUS_HTTP_PORT=0")
	for _, each := range c.deployments {
		if each.Name == deployment {
			command.Env = append(command.Env, c.given(t, each.Spec.Template.Spec.Containers[0].Name, each.Name, dir)...)
		}
	}
	command.Env = append(command.Env, more...)
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		_ = log.Close()
	})
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		text, _ := os.ReadFile(log.Name())
		if found := listening.FindSubmatch(text); found != nil {
			return service{string(found[1]), log.Name()}
		}
		if command.Process.Signal(syscall.Signal(0)) != nil {
			break
		}
	}
	text, _ := os.ReadFile(log.Name())
	t.Fatalf("the service does not start with the environment of %s:\n%s", deployment, text)
	return service{}
}

// given is the environment of a deployment's first container, its mounted Secrets written below dir.
func (c *cluster) given(t *testing.T, container, deployment, dir string) []string {
	var found []string
	for _, each := range c.deployments {
		for _, made := range each.Spec.Template.Spec.Containers {
			if each.Name != deployment || made.Name != container {
				continue
			}
			for name, value := range c.environment(made) {
				for _, secret := range c.secrets {
					for file, text := range secret.StringData {
						path := filepath.Join(dir, file)
						if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
							t.Fatal(err)
						}
						value = strings.ReplaceAll(value, "/etc/likeness/"+file, path)
					}
				}
				// Of a file that is not rendered nothing is known; the service starts without it too.
				if !strings.HasPrefix(value, "/etc/likeness/") {
					found = append(found, name+"="+value)
				}
			}
		}
	}
	return found
}

func (s service) get(t *testing.T, path string) (int, string) {
	t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func (s service) awaits(t *testing.T, path string) {
	t.Helper()
	status, text := 0, ""
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		if status, text = s.get(t, path); status == http.StatusOK {
			return
		}
	}
	t.Fatalf("%s: %d %s", path, status, text)
}

// picture is asked for with the README's two files and its demo key.
func (s service) picture(t *testing.T) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, file := range map[string]string{"face_image": "face.jpg", "pose_image": "pose.png"} {
		part, err := form.CreateFormFile(field, file)
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(root, "docs/samples", file))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(content)
	}
	_ = form.WriteField("prompt", "A woman in a blue denim shirt")
	_ = form.Close()
	request, err := http.NewRequest(http.MethodPost, s.url+"/v1/consistent-character-with-pose", &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("x-api-key", "demo")
	request.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		t.Fatalf("%d %s", answer.StatusCode, text)
	}
}

// A sample of /q/metrics: its name and labels.
var sample = regexp.MustCompile(`(?m)^([a-z_:0-9]+)(?:\{(.*)\})? `)
var label = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)

// metrics that the service exposes, each with the values that its labels have.
func (s service) metrics(t *testing.T) map[string]map[string]map[string]bool {
	t.Helper()
	_, text := s.get(t, "/q/metrics")
	found := map[string]map[string]map[string]bool{}
	for _, each := range sample.FindAllStringSubmatch(text, -1) {
		values := found[each[1]]
		if values == nil {
			values = map[string]map[string]bool{}
			found[each[1]] = values
		}
		for _, pair := range label.FindAllStringSubmatch(each[2], -1) {
			if values[pair[1]] == nil {
				values[pair[1]] = map[string]bool{}
			}
			values[pair[1]][pair[2]] = true
		}
	}
	return found
}

func rendered(t *testing.T, name string) *cluster {
	t.Helper()
	_, all := checkout(t)
	for _, each := range all {
		if each.name == name {
			c, findings := render(each.dir)
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			return c
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// What Prometheus puts on every sample.
var targetLabels = map[string]bool{"namespace": true, "pod": true, "job": true, "le": true}

func TestEveryMetricThatIsAskedForIsExposedBeforeTheFirstRequest(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the packaged service")
	}
	running := start(t, rendered(t, "overlays/dev"), "likeness")
	running.awaits(t, "/q/health/ready")
	exposed := running.metrics(t)
	// With its state in Redis, which is not there: it starts all the same, lives, and has metrics of that.
	inRedis := start(t, rendered(t, "overlays/production"), "likeness", "QUARKUS_REDIS_HOSTS=redis://127.0.0.1:1",
		"LIKENESS_REQUESTS_LINK_SECRET=0123456789abcdef0123456789abcdef")
	inRedis.awaits(t, "/q/health/live")
	for name, labels := range inRedis.metrics(t) {
		if exposed[name] == nil {
			exposed[name] = labels
		}
	}
	adapter, err := adapterRules(filepath.Join(root, "k8s/components/monitoring/prometheus-adapter.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	_, all := checkout(t)
	for _, each := range all {
		c, _ := render(each.dir)
		uses, _ := c.uses()
		for _, use := range uses {
			for _, problem := range unmet(use, exposed, adapter) {
				t.Errorf("%s: %s", each.name, problem)
			}
		}
	}
	running.picture(t)
}

// unmet is what somebody asks for and nobody exposes.
func unmet(asked use, exposed map[string]map[string]map[string]bool, adapter map[string][]use) []string {
	if _, is := foreign[asked.metric]; is {
		return nil
	}
	if strings.HasPrefix(asked.by, "HorizontalPodAutoscaler") {
		series := adapter[asked.metric]
		if len(series) == 0 {
			return []string{fmt.Sprintf("%s: prometheus-adapter.yaml has no rule for %s", asked.by, asked.metric)}
		}
		var problems []string
		for _, each := range series {
			each.by = "prometheus-adapter, for " + asked.by
			problems = append(problems, unmet(each, exposed, nil)...)
		}
		return problems
	}
	values, is := exposed[asked.metric]
	if !is {
		return []string{fmt.Sprintf("%s: the service does not expose %s", asked.by, asked.metric)}
	}
	var problems []string
	for name, wanted := range asked.labels {
		for _, value := range wanted {
			if value != "" && !targetLabels[name] && !values[name][value] {
				problems = append(problems, fmt.Sprintf("%s: no %s has %s=%q", asked.by, asked.metric, name, value))
			}
		}
	}
	return problems
}

func TestAMetricThatNobodyExposesIsFound(t *testing.T) {
	exposed := map[string]map[string]map[string]bool{"likeness_requests_total": {"outcome": {"completed": true}}}
	for _, each := range []struct {
		asked use
		said  string
	}{
		{use{"alert A", "likeness_request_total", nil}, "the service does not expose likeness_request_total"},
		{use{"alert B", "likeness_requests_total", map[string][]string{"outcome": {"finished"}}}, `has outcome="finished"`},
		{use{"HorizontalPodAutoscaler c", "likeness_requests_total", nil}, "has no rule for likeness_requests_total"},
	} {
		if problems := unmet(each.asked, exposed, nil); len(problems) != 1 || !strings.Contains(problems[0], each.said) {
			t.Errorf("nobody said %q, only %v", each.said, problems)
		}
	}
	if problems := unmet(use{"alert D", "likeness_requests_total", map[string][]string{"outcome": {"completed"}}}, exposed, nil); len(problems) != 0 {
		t.Error(problems)
	}
}
