package kubernetes_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const examples = "../../examples/pipelines/kubernetes"

// manifests are what `kubectl apply -k` sends, by kind.
type manifests struct {
	cronJobs    []*batchv1.CronJob
	deployments []*appsv1.Deployment
	policies    []*networkingv1.NetworkPolicy
	services    []*corev1.Service
	configMaps  []*corev1.ConfigMap
	accounts    []*corev1.ServiceAccount
	namespaces  []*corev1.Namespace
	monitors    []*monitoringv1.PodMonitor
}

// build renders an overlay, and reads it as strictly as an API server with
// --validate=strict: a field that there is not, or twice, is an error.
func build(t *testing.T, overlay string) *manifests {
	t.Helper()
	found, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(examples, overlay))
	if err != nil {
		t.Fatal(err)
	}
	m := &manifests{}
	for _, r := range found.Resources() {
		text, err := r.AsYAML()
		if err == nil {
			err = m.add(r.GetApiVersion()+" "+r.GetKind(), text)
		}
		if err != nil {
			t.Errorf("%s %s: %v", r.GetKind(), r.GetName(), err)
		}
		if r.GetKind() != "Namespace" && r.GetNamespace() != "alertplan" {
			t.Errorf("%s %s is in namespace %q", r.GetKind(), r.GetName(), r.GetNamespace())
		}
	}
	return m
}

func read[T any](into *[]*T, text []byte) error {
	object := new(T)
	*into = append(*into, object)
	return yaml.UnmarshalStrict(text, object)
}

func (m *manifests) add(kind string, text []byte) error {
	switch kind {
	case "batch/v1 CronJob":
		return read(&m.cronJobs, text)
	case "apps/v1 Deployment":
		return read(&m.deployments, text)
	case "networking.k8s.io/v1 NetworkPolicy":
		return read(&m.policies, text)
	case "v1 Service":
		return read(&m.services, text)
	case "v1 ConfigMap":
		return read(&m.configMaps, text)
	case "v1 ServiceAccount":
		return read(&m.accounts, text)
	case "v1 Namespace":
		return read(&m.namespaces, text)
	case "monitoring.coreos.com/v1 PodMonitor":
		return read(&m.monitors, text)
	}
	return fmt.Errorf("what is a %s?", kind)
}

func TestCronJob(t *testing.T) {
	m := build(t, "cronjob")
	if len(m.cronJobs) != 1 || len(m.namespaces) != 1 || len(m.policies) != 1 {
		t.Fatalf("%d CronJobs, %d namespaces, %d policies", len(m.cronJobs), len(m.namespaces), len(m.policies))
	}
	c := m.cronJobs[0].Spec
	job := c.JobTemplate.Spec
	if c.ConcurrencyPolicy != batchv1.ForbidConcurrent || c.TimeZone == nil || c.StartingDeadlineSeconds == nil || job.ActiveDeadlineSeconds == nil {
		t.Errorf("a run may meet another one, last for ever, or come at any time: %+v", c)
	}
	if job.Template.Spec.RestartPolicy != corev1.RestartPolicyNever {
		t.Errorf("a pod is restarted: %s", job.Template.Spec.RestartPolicy)
	}
	m.checkPods(t, job.Template)
	// The first rule that fits counts, and drift must not be tried again.
	if job.PodFailurePolicy == nil || len(job.PodFailurePolicy.Rules) == 0 {
		t.Fatal("drift is tried again")
	}
	rule := job.PodFailurePolicy.Rules[0]
	if rule.Action != batchv1.PodFailurePolicyActionFailJob || rule.OnExitCodes == nil || !slices.Equal(rule.OnExitCodes.Values, []int32{2}) ||
		rule.OnExitCodes.ContainerName == nil || *rule.OnExitCodes.ContainerName != job.Template.Spec.Containers[0].Name {
		t.Errorf("drift, status 2, does not fail the Job at once: %+v", rule)
	}
	if pod := labels.Set(job.Template.Labels); !selects(t, &m.policies[0].Spec.PodSelector, pod) {
		t.Errorf("no policy is on the pods: %v", pod)
	}
}

func TestDeployment(t *testing.T) {
	m := build(t, "deployment")
	if len(m.deployments) != 1 || len(m.services) != 1 || len(m.policies) != 2 {
		t.Fatalf("%d Deployments, %d Services, %d policies", len(m.deployments), len(m.services), len(m.policies))
	}
	d := m.deployments[0].Spec
	if *d.Replicas != 1 || d.Strategy.Type != appsv1.RecreateDeploymentStrategyType {
		t.Errorf("two may send messages: %d replicas, %s", *d.Replicas, d.Strategy.Type)
	}
	pod := labels.Set(d.Template.Labels)
	if !selects(t, d.Selector, pod) || !labels.SelectorFromSet(m.services[0].Spec.Selector).Matches(pod) {
		t.Errorf("Deployment or Service does not find the pods: %v", pod)
	}
	m.checkPods(t, d.Template)
	c := d.Template.Spec.Containers[0]
	for name, probe := range map[string]*corev1.Probe{"liveness": c.LivenessProbe, "readiness": c.ReadinessProbe} {
		if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != "/healthz" || !hasPort(c, probe.HTTPGet.Port.StrVal) {
			t.Errorf("%s probe: %+v", name, probe)
		}
	}
	for _, p := range m.services[0].Spec.Ports {
		if !hasPort(c, p.TargetPort.StrVal) {
			t.Errorf("the Service wants port %s", p.TargetPort.StrVal)
		}
	}
	listens := c.Args[slices.Index(c.Args, "--listen")+1]
	if !strings.HasSuffix(listens, fmt.Sprint(":", c.Ports[0].ContainerPort)) {
		t.Errorf("it listens on %s, the port is %d", listens, c.Ports[0].ContainerPort)
	}
	for _, policy := range m.policies {
		if !selects(t, &policy.Spec.PodSelector, pod) {
			t.Errorf("policy %s is not on the pods: %v", policy.Name, pod)
		}
	}
}

func hasPort(c corev1.Container, name string) bool {
	return slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool { return p.Name == name })
}

func selects(t *testing.T, selector *metav1.LabelSelector, set labels.Set) bool {
	t.Helper()
	s, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		t.Error(err)
	}
	return err == nil && s.Matches(set)
}

// TestPodMonitor finds the pods of the Deployment.
func TestPodMonitor(t *testing.T) {
	m, d := build(t, "podmonitor"), build(t, "deployment")
	if len(m.monitors) != 1 || !selects(t, &m.monitors[0].Spec.Selector, d.deployments[0].Spec.Template.Labels) {
		t.Errorf("the monitor does not find the pods: %+v", m.monitors)
	}
	if port := m.monitors[0].Spec.PodMetricsEndpoints[0].Port; port == nil || !hasPort(d.deployments[0].Spec.Template.Spec.Containers[0], *port) {
		t.Errorf("port %v", port)
	}
}
