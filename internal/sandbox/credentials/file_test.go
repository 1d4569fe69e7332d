package credentials_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crypto/tls"

	"github.com/alertplan/alertplan/internal/sandbox/credentials"
)

// A file that is not there is made with all that goes with it, for its owner only; an
// existing one is left as it is.
func TestFileIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(dir, "credentials")
	made, err := credentials.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if first, err := made.Write("https://127.0.0.1:9200"); err != nil || !first {
		t.Fatal(first, err)
	}
	for _, name := range []string{"credentials", "ca.pem", "node.pem", "node-key.pem"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	before, _ := os.ReadFile(path)
	if !strings.HasPrefix(string(before), "OPENSEARCH_URL=https://127.0.0.1:9200\nOPENSEARCH_CA="+filepath.Join(dir, "ca.pem")+"\nADMIN=admin:") {
		t.Errorf("not the form of credentials:\n%s", before)
	}
	again, err := credentials.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if first, err := again.Write("https://127.0.0.1:9999"); err != nil || first {
		t.Error(first, err)
	}
	after, _ := os.ReadFile(path)
	if string(after) != string(before) || len(again.Users) != 3 || again.Users[1] != made.Users[1] {
		t.Errorf("another file:\n%s", after)
	}
	if made.Users[0].Password == made.Users[1].Password || len(made.Users[0].Password) < 24 {
		t.Error("the passwords are alike, or short")
	}
}

// Whoever trusts the authority reaches the server by address and by name, and nobody else.
func TestCertificateIsSignedByTheAuthority(t *testing.T) {
	file, err := credentials.Open(filepath.Join(t.TempDir(), "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }))
	if server.TLS, err = file.TLS(); err != nil {
		t.Fatal(err)
	}
	server.Config.ErrorLog = nil
	server.StartTLS()
	defer server.Close()
	pool, err := file.Pool()
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for _, url := range []string{server.URL, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)} {
		if answer, err := client.Get(url); err != nil {
			t.Errorf("%s: %v", url, err)
		} else {
			answer.Body.Close()
		}
	}
	if answer, err := http.Get(server.URL); err == nil {
		answer.Body.Close()
		t.Error("who trusts nobody of ours is let in")
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"ADMIN", ":1: a line is NAME=user:password"},
		{"OPENSEARCH_URL=x\nADMIN=topsecret", ":2: ADMIN is not user:password"},
		{"A=:topsecret", ":1: A is not user:password"},
		{"A=a:", ":1: A is not user:password"},
		{"A=a:topsecret\nB=a:topsecret", `:2: there are two users of the name "a"`},
		{"# nothing\n\n", "has no users"},
		{"OPENSEARCH_CA=/nowhere/ca.pem\nA=a:topsecret", "no such file"},
	} {
		path := filepath.Join(t.TempDir(), "credentials")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := credentials.Open(path)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%q: the error tells the password: %v", c.text, err)
		}
	}
}

// A certificate that was lost is not replaced by one that nobody trusts.
func TestMissingPartIsTold(t *testing.T) {
	dir := t.TempDir()
	if _, err := credentials.Open(filepath.Join(dir, "credentials")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "node-key.pem")); err != nil {
		t.Fatal(err)
	}
	if _, err := credentials.Open(filepath.Join(dir, "credentials")); err == nil || !strings.Contains(err.Error(), "node-key.pem is missing") {
		t.Error(err)
	}
}

func TestShellsFormIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "credentials")
	text := "# users\nexport ADMIN='root:a=b:c'\nPIPELINE=\"deploy:x y\"\nOPENSEARCH_CA=ca.pem\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := credentials.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := []credentials.User{{Key: "ADMIN", Name: "root", Password: "a=b:c"}, {Key: "PIPELINE", Name: "deploy", Password: "x y"}}
	if len(file.Users) != 2 || file.Users[0] != want[0] || file.Users[1] != want[1] || file.CA != filepath.Join(filepath.Dir(path), "ca.pem") {
		t.Errorf("%+v", file)
	}
}

// No line makes an error that tells more than names, and what is read can be told apart.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"ADMIN=admin:x", "export A='a:b'", "OPENSEARCH_CA=x\n", "A=a:b\nB=a:c", "#", "=:", "A=\"a:b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := credentials.Parse("/credentials", []byte(text))
		if err != nil {
			return
		}
		for _, u := range file.Users {
			if u.Name == "" || u.Password == "" || strings.Contains(u.Name, ":") {
				t.Errorf("%+v", u)
			}
		}
	})
}

// Who is invited gets a line in a file that is made; a file that is there stays as it is.
func TestInvite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "credentials")
	file, err := credentials.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if missing := file.Invite([]string{"pipeline-plan", "reader", "a user"}); fmt.Sprint(missing) != "[a user]" {
		t.Errorf("missing %v", missing)
	}
	if _, err := file.Write("https://127.0.0.1:9200"); err != nil {
		t.Fatal(err)
	}
	again, err := credentials.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	last := again.Users[len(again.Users)-1]
	if len(again.Users) != 4 || last.Key != "PIPELINE_PLAN" || last.Name != "pipeline-plan" || len(last.Password) < 20 {
		t.Errorf("users %v", again.Users)
	}
	if missing := again.Invite([]string{"pipeline-plan", "other"}); fmt.Sprint(missing) != "[other]" {
		t.Errorf("missing %v", missing)
	}
}
