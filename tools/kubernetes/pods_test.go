package kubernetes_test

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// checkPods holds pods to what Kubernetes calls restricted, and a bit more: nothing is
// written, nobody is asked, no token is there. What they mount must be there.
func (m *manifests) checkPods(t *testing.T, pod corev1.PodTemplateSpec) {
	t.Helper()
	s := pod.Spec
	no := func(ok bool, words string) {
		t.Helper()
		if !ok {
			t.Error(words)
		}
	}
	no(s.AutomountServiceAccountToken != nil && !*s.AutomountServiceAccountToken, "the pod has a token for Kubernetes")
	no(len(m.accounts) == 1 && m.accounts[0].Name == s.ServiceAccountName, "the service account is not there: "+s.ServiceAccountName)
	no(s.SecurityContext != nil && *s.SecurityContext.RunAsNonRoot && *s.SecurityContext.RunAsUser == 65532, "the user is not that of the image")
	no(s.SecurityContext.SeccompProfile.Type == corev1.SeccompProfileTypeRuntimeDefault, "system calls are not limited")
	no(!s.HostNetwork && !s.HostPID && !s.HostIPC, "the pod shares something with its host")
	for _, c := range s.Containers {
		x := c.SecurityContext
		no(x != nil && *x.ReadOnlyRootFilesystem && !*x.AllowPrivilegeEscalation && slices.Equal(x.Capabilities.Drop, []corev1.Capability{"ALL"}), c.Name+" may do more than it needs")
		no(!c.Resources.Limits.Memory().IsZero() && !c.Resources.Requests.Cpu().IsZero(), c.Name+" has no limits")
		no(strings.HasSuffix(c.Image, "/alertplan:v1.2.3"), "the image is not the one that base names: "+c.Image)
		for _, mount := range c.VolumeMounts {
			no(mount.ReadOnly, mount.MountPath+" can be written to")
			no(slices.ContainsFunc(s.Volumes, func(v corev1.Volume) bool { return v.Name == mount.Name }), mount.Name+" is no volume")
		}
		no(slices.ContainsFunc(c.VolumeMounts, func(v corev1.VolumeMount) bool { return v.MountPath == c.Args[len(c.Args)-1] }), "the folder of the configuration is not mounted")
	}
	for _, v := range s.Volumes {
		if v.ConfigMap != nil {
			no(slices.ContainsFunc(m.configMaps, func(c *corev1.ConfigMap) bool { return c.Name == v.ConfigMap.Name && c.Data["main.hcl"] != "" }), "there is no ConfigMap "+v.ConfigMap.Name)
		}
		if v.Secret != nil {
			no(*v.Secret.DefaultMode == 0o440, "who may read the secret?")
		}
	}
}
