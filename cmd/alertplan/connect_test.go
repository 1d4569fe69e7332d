package main

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/amazongate"
)

// TestSignedJob does the whole job behind a gate that takes signed requests only,
// with credentials of the environment, of a profile, and of a role.
func TestSignedJob(t *testing.T) {
	t.Parallel()
	user := amazongate.Key{ID: "AKIAUSER", Secret: "user/" + secretWord, Session: "session/" + secretWord}
	gate := &amazongate.Gate{Next: newSandboxHandler(), Region: "eu-west-1", Service: "es"}
	gate.Admit(user)
	server := httptest.NewServer(gate)
	t.Cleanup(server.Close)
	check := &amazongate.Gate{Region: "eu-west-1", Service: "sts"}
	check.Admit(user)
	const role = "arn:aws:iam::123456789012:role/alerting"
	sts := httptest.NewServer(&amazongate.STS{Gate: gate, Check: check, RoleARN: role, ExternalID: "ticket-42", Lifetime: time.Hour})
	t.Cleanup(sts.Close)

	keys := []string{"AWS_ACCESS_KEY_ID=" + user.ID, "AWS_SECRET_ACCESS_KEY=" + user.Secret, "AWS_SESSION_TOKEN=" + user.Session, "AWS_ENDPOINT_URL_STS=" + sts.URL}
	block := func(aws string) string {
		return fmt.Sprintf("workspace = \"soc\"\n\ncluster \"amazon\" {\n  url = %q\n\n  aws {\n    region = \"eu-west-1\"\n%s  }\n}\n", server.URL, aws) + job
	}
	newConnection(t, block(""), keys...).wholeJob()
	assume := newConnection(t, block("    assume_role {\n      role_arn = \""+role+"\"\n      external_id = env(\"EXTERNAL_ID\")\n    }\n"), append(keys, "EXTERNAL_ID=ticket-42")...)
	assume.wholeJob()
	if !strings.HasPrefix(gate.Last(), "ASIAROLE") {
		t.Errorf("the last request was signed by %s", gate.Last())
	}
	if _, refused := gate.Counts(); refused != 0 {
		t.Errorf("%d requests were refused", refused)
	}
	profile := newConnection(t, block("    profile = \"soc\"\n"))
	file := filepath.Join(profile.dir, "credentials")
	text := "[soc]\naws_access_key_id = " + user.ID + "\naws_secret_access_key = " + user.Secret + "\naws_session_token = " + user.Session + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	profile.env = append(profile.env, "AWS_SHARED_CREDENTIALS_FILE="+file)
	if got := profile.run("plan", "--debug"); got.code != 0 || !strings.Contains(got.stderr, "login: AWS signature for es in eu-west-1, credentials of SharedConfig") {
		t.Errorf("profile: %s", got)
	}

	newConnection(t, block("")).fails("there are no AWS credentials")
	assume.env = append(assume.env, "EXTERNAL_ID=")
	assume.fails("external_id is empty")
	assume.env = append(assume.env, "EXTERNAL_ID=other")
	assume.fails("can't be assumed: AccessDenied")
	newConnection(t, block("    profile = env(\"NOBODY_SETS_THIS\")\n"), keys...).fails(`the login of cluster "amazon" is not known: env("NOBODY_SETS_THIS") has no value`)
	newConnection(t, block(""), append(keys, "ALERTPLAN_USERNAME=me", "ALERTPLAN_PASSWORD="+secretWord)...).fails("ALERTPLAN_USERNAME is set, but requests to cluster \"amazon\" are signed")
	newConnection(t, block(""), keys...).fails("take one of them away", "--url", strings.Replace(server.URL, "//", "//me:"+secretWord+"@", 1))
	unsigned := newConnection(t, "workspace = \"soc\"\n")
	unsigned.fails("write an aws block into the cluster block", "--url", server.URL)
	unsigned.fails("Serverless (aoss), which has no alerting plugin", "--url", "https://abc.us-east-1.aoss.amazonaws.com")
}

// TestTokens logs in by tokens of the block, of files and of the environment, and
// is over each what is meant to be.
func TestTokens(t *testing.T) {
	t.Parallel()
	sandbox := newSandboxHandler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") {
		case "Bearer header.good-" + secretWord + ".sig":
			sandbox.ServeHTTP(w, r)
		default:
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, `{"message":"not `+r.Header.Get("Authorization")+`"}`, http.StatusUnauthorized)
		}
	}))
	t.Cleanup(server.Close)
	const good, bad = "header.good-" + secretWord + ".sig", "header.bad-" + secretWord + ".sig"
	block := func(login string) string {
		return fmt.Sprintf("workspace = \"soc\"\n\ncluster \"gateway\" {\n  url = %q\n%s}\n", server.URL, login) + job
	}
	newConnection(t, block("  token = env(\"TOKEN\")\n"), "TOKEN="+good).wholeJob()
	file := newConnection(t, block("  token_file = \"token\"\n"))
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(file.dir, "token"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(good + "\n")
	if got := file.run("plan", "--debug"); got.code != 0 || !strings.Contains(got.stderr, "login: bearer token") {
		t.Errorf("%s", got)
	}
	for text, want := range map[string]string{"Bearer " + good: "begins with the word Bearer", good + "\n" + good: "holds what no token has", "\n": "the token file is empty"} {
		write(text)
		file.fails(want)
	}
	newConnection(t, block("  token = env(\"TOKEN\")\n"), "TOKEN="+bad, "ALERTPLAN_TOKEN="+good).wholeJob()
	newConnection(t, block("  username = \"u\"\n  password = \"p-"+secretWord+"\"\n"), "ALERTPLAN_TOKEN="+good).wholeJob()
	newConnection(t, block("  token = env(\"TOKEN\")\n"), "TOKEN="+good, "ALERTPLAN_USERNAME=u", "ALERTPLAN_PASSWORD="+secretWord).fails("401")
	newConnection(t, block("  token = env(\"TOKEN\")\n"), "TOKEN="+bad).fails("401")
	newConnection(t, block("  token = env(\"TOKEN\")\n")).fails(`the cluster's token is not known: env("TOKEN") has no value`)
	newConnection(t, block("  token_file = \"nothing\"\n")).fails("the token file can't be read")
	newConnection(t, block(""), "ALERTPLAN_TOKEN="+good, "ALERTPLAN_PASSWORD="+secretWord).fails("ALERTPLAN_PASSWORD and ALERTPLAN_TOKEN are set")
}

// TestBasePath does the whole job behind a gateway that has the cluster below a
// path, escaped characters and all.
func TestBasePath(t *testing.T) {
	t.Parallel()
	cluster := httptest.NewServer(newSandboxHandler())
	t.Cleanup(cluster.Close)
	to, err := url.Parse(cluster.URL)
	if err != nil {
		t.Fatal(err)
	}
	behind := http.StripPrefix("/search path/prod", httputil.NewSingleHostReverseProxy(to))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/search path/prod/"):
			behind.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/moved"):
			http.Redirect(w, r, "https://user:"+secretWord+"@new.example.com"+r.URL.Path, http.StatusMovedPermanently)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	c := newConnection(t, fmt.Sprintf("workspace = \"soc\"\n\ncluster \"gateway\" {\n  url = \"%s/search%%20path/prod/\"\n}\n", server.URL)+job)
	c.wholeJob()
	c.wholeJob("--url", server.URL+"/search%20path/prod")
	c.fails("the URL is not an OpenSearch cluster's", "--url", server.URL+"/search")
	c.fails("the server sends elsewhere, to https://***@new.example.com/moved/_plugins/", "--url", server.URL+"/moved")
}

// TestCertificatesOfClients shows what a server that wants one makes of a client's
// certificate, and of none.
func TestCertificatesOfClients(t *testing.T) {
	t.Parallel()
	ours, theirs := newAuthority(t, "ours"), newAuthority(t, "theirs")
	pair, _, _ := ours.issue(time.Now().Add(time.Hour), "127.0.0.1")
	server := startTLS(t, newSandboxHandler(), &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: ours.pool()})
	_, certFile, keyFile := ours.issue(time.Now().Add(time.Hour), "client")
	_, foreignCert, foreignKey := theirs.issue(time.Now().Add(time.Hour), "client")
	_, oldCert, oldKey := ours.issue(time.Now().Add(-time.Hour), "old")
	block := func(files string) string {
		return fmt.Sprintf("workspace = \"soc\"\n\ncluster \"gateway\" {\n  url = %q\n  ca_file = %q\n%s}\n", server.URL, ours.file(), files) + job
	}
	files := func(cert, key string) string {
		return fmt.Sprintf("  client_cert_file = %q\n  client_key_file = %q\n", cert, key)
	}
	newConnection(t, block(files(certFile, keyFile))).wholeJob()
	newConnection(t, block(""), envClientCertFile+"="+certFile, envClientKeyFile+"="+keyFile).wholeJob()
	newConnection(t, block("")).fails("wants a client certificate and got none: name one with client_cert_file")
	newConnection(t, block(files(foreignCert, foreignKey))).fails("client certificate")
	newConnection(t, block(files(oldCert, oldKey))).fails("client certificate")
	newConnection(t, block(files(certFile, foreignKey))).fails("can't be used: private key does not match public key")
	newConnection(t, block(files(keyFile, certFile))).fails("the first holds no PEM certificate")
	newConnection(t, block(files(certFile, certFile))).fails("the second holds no PEM private key")
	newConnection(t, block(files(certFile, "nothing.pem"))).fails("the key of the client certificate can't be read")
	newConnection(t, block(""), envClientCertFile+"="+certFile).fails("no file with its key")
	locked := ours.write("locked.pem", "ENCRYPTED PRIVATE KEY", []byte(secretWord))
	newConnection(t, block(files(certFile, locked))).fails("the key has a passphrase")
}

// TestCertificatesOfServers names what is wrong with one, and the way out.
func TestCertificatesOfServers(t *testing.T) {
	t.Parallel()
	ours, theirs := newAuthority(t, "ours"), newAuthority(t, "theirs")
	serve := func(until time.Duration, names ...string) string {
		pair, _, _ := ours.issue(time.Now().Add(until), names...)
		return startTLS(t, newSandboxHandler(), &tls.Config{Certificates: []tls.Certificate{pair}}).URL
	}
	good := serve(time.Hour, "127.0.0.1", "localhost")
	c := newConnection(t, "workspace = \"soc\"\n")
	if got := c.run("plan", "--url", good, "--ca-file", ours.file(), "--debug"); got.code != 0 || !strings.Contains(got.stderr, "TLS 1.3, certificate of CN=127.0.0.1 by CN=ours until") {
		t.Errorf("%s", got)
	}
	c.fails("signed by an authority that is not trusted; name its CA file (ca_file in the cluster block, --ca-file", "--url", good, "--ca-file", theirs.file())
	c.fails("is not for 127.0.0.1, but for search.example.com, 10.0.0.1: use such a name", "--url", serve(time.Hour, "search.example.com", "10.0.0.1"), "--ca-file", ours.file())
	c.fails("and not now: let it be renewed, or set the clock", "--url", serve(-time.Hour, "127.0.0.1"), "--ca-file", ours.file())
	c.fails("speaks TLS there: the URL begins with https://", "--url", strings.Replace(good, "https:", "http:", 1))
	plain := httptest.NewServer(newSandboxHandler())
	t.Cleanup(plain.Close)
	c.fails("the URL may have to begin with http://", "--url", strings.Replace(plain.URL, "http:", "https:", 1))
	c.fails(" no-such-host.invalid", "--url", "https://no-such-host.invalid")
	c.fails("nothing listens at 127.0.0.1:1 (connection refused)", "--url", "https://127.0.0.1:1")
}
