package alertapi_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
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
// admin. That a route is missing anybody is told; who is not known hears that too.
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
		if !errors.Is(err, alertapi.ErrNoAlerting) || !alertapi.IsUnauthorized(err) || !strings.HasSuffix(err.Error(), "401 Unauthorized") {
			t.Errorf("%q: got %v", user, err)
		}
		if _, err := node.as(t, user).SeesAll(t.Context(), nil); !alertapi.IsUnauthorized(err) {
			t.Errorf("%q: got %v", user, err)
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
