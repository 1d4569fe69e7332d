package alertapi_test

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// secureNode is the file of a node with the security plugin and without the alerting
// plugin: OPENSEARCH_URL, OPENSEARCH_CA, and USER=name:password of ADMIN, READER and
// ALERTER.
type secureNode map[string]string

func openSecureNode(t *testing.T) secureNode {
	t.Helper()
	path := os.Getenv("ALERTPLAN_TEST_SECURE_NODE")
	if path == "" {
		t.Skip("ALERTPLAN_TEST_SECURE_NODE names no credentials file of a node with the security plugin")
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	node := secureNode{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), "="); ok {
			node[name] = value
		}
	}
	return node
}

// as is a user's client; "" is nobody.
func (n secureNode) as(t *testing.T, user string) *alertapi.Client {
	t.Helper()
	name, password, _ := strings.Cut(n[user], ":")
	return client(t, alertapi.Config{URL: n["OPENSEARCH_URL"], CAFile: n["OPENSEARCH_CA"], Username: name, Password: destinations.NewSecret(password)})
}

func TestSecureNodeIsTrustedByItsAuthorityAlone(t *testing.T) {
	node := openSecureNode(t)
	for name, ca := range map[string]string{"no authority": "", "another authority": otherAuthority(t)} {
		_, err := client(t, alertapi.Config{URL: node["OPENSEARCH_URL"], CAFile: ca}).Detect(t.Context())
		if !alertapi.IsUnavailable(err) || !strings.Contains(err.Error(), "signed by an authority that is not trusted") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	plain := strings.Replace(node["OPENSEARCH_URL"], "https://", "http://", 1)
	if _, err := client(t, alertapi.Config{URL: plain}).Detect(t.Context()); err == nil || !strings.Contains(err.Error(), "https://") {
		t.Errorf("without TLS: got %v", err)
	}
}

// TestSecureNodeHasNoAlerting: reader gets a 403 on GET /, and is told the same as
// admin. Who is not known hears that alone: GET / is asked first.
func TestSecureNodeHasNoAlerting(t *testing.T) {
	node := openSecureNode(t)
	for _, user := range []string{"ADMIN", "READER", "ALERTER"} {
		if _, err := node.as(t, user).Detect(t.Context()); !errors.Is(err, alertapi.ErrNoAlerting) || alertapi.IsUnauthorized(err) {
			t.Errorf("%s: got %v", user, err)
		}
	}
	node["WRONG"] = "reader:not-" + strings.TrimPrefix(node["READER"], "reader:")
	for _, user := range []string{"WRONG", ""} {
		_, err := node.as(t, user).Detect(t.Context())
		if errors.Is(err, alertapi.ErrNoAlerting) || !alertapi.IsUnauthorized(err) || !strings.HasSuffix(err.Error(), "401 Unauthorized") {
			t.Errorf("%q: got %v", user, err)
		}
		if all, err := node.as(t, user).SeesAll(t.Context(), nil); all || err != nil {
			t.Errorf("%q: got %v, %v", user, all, err)
		}
	}
}

// TestSecureNodeTellsWhoAsks: authinfo is for everybody, the settings are not.
func TestSecureNodeTellsWhoAsks(t *testing.T) {
	node := openSecureNode(t)
	for user, want := range map[string]bool{"ADMIN": true, "READER": false, "ALERTER": false} {
		if all, err := node.as(t, user).SeesAll(t.Context(), nil); err != nil || all != want {
			t.Errorf("%s: got %v, %v", user, all, err)
		}
	}
}

// TestSecureNodeNamesWhatIsMissing reads refusals of the plugin itself.
func TestSecureNodeNamesWhatIsMissing(t *testing.T) {
	node := openSecureNode(t)
	const index = "alertplan-secure-test"
	for want, send := range map[string]func(*alertapi.Client) error{
		"indices:admin/create": func(c *alertapi.Client) error { return c.CreateIndex(t.Context(), index, orderedjson.NewObject()) },
		"indices:admin/delete": func(c *alertapi.Client) error { return c.DeleteIndices(t.Context(), index) },
	} {
		err := send(node.as(t, "READER"))
		lacking := alertapi.LackingIn(err)
		if !alertapi.LacksPermission(err) || lacking.User != "reader" || len(lacking.Permissions) != 1 || lacking.Permissions[0] != want {
			t.Errorf("%s: got %+v of %v", want, lacking, err)
		}
		if err := send(node.as(t, "")); !alertapi.IsUnauthorized(err) {
			t.Errorf("nobody: got %v", err)
		}
	}
}

// TestSecureNodeAsksForWhatTestsNeed gives a user what `test --url` needs, and then
// one permission less: all of it is the core's, so that a real node tells.
func TestSecureNodeAsksForWhatTestsNeed(t *testing.T) {
	node := openSecureNode(t)
	var needed []alertapi.Permission
	for _, p := range alertapi.Permissions() {
		if slices.Contains(p.Commands, "test --url") && strings.HasPrefix(p.Name, "indices:") && !strings.HasPrefix(p.Name, "indices:data/read") {
			needed = append(needed, p)
		}
	}
	const index = "alertplan-test-permissions"
	body := orderedjson.NewObject()
	fields := orderedjson.NewObject(orderedjson.Member{Key: "eventName", Value: "ConsoleLogin"})
	for _, without := range append([]alertapi.Permission{{}}, needed...) {
		node.grant(t, slices.DeleteFunc(slices.Clone(needed), func(p alertapi.Permission) bool { return p.Name == without.Name }))
		c := node.as(t, "TESTER")
		err := c.CreateIndex(t.Context(), index, body)
		rejected, err2 := c.Index(t.Context(), []alertapi.Document{{Index: index, ID: "1", Source: fields}})
		err = errors.Join(err, err2, c.DeleteIndices(t.Context(), index))
		node.as(t, "ADMIN").DeleteIndices(t.Context(), index)
		told := slices.Contains(alertapi.LackingIn(err).Permissions, without.Name)
		for _, r := range rejected {
			told = told || strings.Contains(r.Reason, "no permissions for ["+without.Name+"]")
		}
		if without.Name == "" && (err != nil || len(rejected) > 0) || without.Name != "" && !told {
			t.Errorf("without %q: %v, %v", without.Name, err, rejected)
		}
	}
}

// grant makes the user TESTER, who may just this.
func (n secureNode) grant(t *testing.T, permissions []alertapi.Permission) {
	t.Helper()
	const user, password = "alertplan-tester", "Kumquat-Lantern-77"
	cluster, indices := []string{}, []any{}
	for _, p := range permissions {
		if p.Indices == "" {
			cluster = append(cluster, p.Name)
		} else {
			indices = append(indices, map[string]any{"index_patterns": []string{p.Indices}, "allowed_actions": []string{p.Name}})
		}
	}
	n.put(t, "roles/"+user, map[string]any{"cluster_permissions": cluster, "index_permissions": indices})
	if n["TESTER"] == "" {
		n.put(t, "internalusers/"+user, map[string]any{"password": password, "opendistro_security_roles": []string{user}})
		n["TESTER"] = user + ":" + password
	}
}

// put sends a body to the API of the security plugin, as the admin.
func (n secureNode) put(t *testing.T, path string, body any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(n["OPENSEARCH_CA"])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, n["OPENSEARCH_URL"]+"/_plugins/_security/api/"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	name, password, _ := strings.Cut(n["ADMIN"], ":")
	req.SetBasicAuth(name, password)
	req.Header.Set("Content-Type", "application/json")
	res, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode > 299 {
		t.Fatalf("PUT %s: %s", path, res.Status)
	}
}

// otherAuthority is the file of an authority that nobody has signed anything with.
func otherAuthority(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "another"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
