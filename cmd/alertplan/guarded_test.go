package main

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// guardedTarget is a sandbox that asks who it is, over TLS: alertplan is a user who
// may just what docs/permissions.md says.
func guardedTarget() target {
	return target{name: "sandbox-guarded", dialect: dialect.OpenSearch2(), guarded: true}
}

// startSandbox gives a script a sandbox of its own. What a script asks by itself, it
// asks as an admin.
func (c target) startSandbox(env *testscript.Env, s *scriptCluster) error {
	if !c.guarded {
		server := httptest.NewServer(sandbox.New(sandbox.Options{Dialect: c.dialect}))
		env.Defer(server.Close)
		s.url = server.URL
		return nil
	}
	const deploy, password = "deploy", "Kumquat-Lantern-77"
	admin := security.Account{Name: "admin", Password: password, BackendRoles: []string{"admin"}}
	server := httptest.NewTLSServer(sandbox.New(sandbox.Options{Dialect: c.dialect, Users: []security.Account{admin}}))
	env.Defer(server.Close)
	s.url, s.client, s.user, s.password = server.URL, server.Client(), admin.Name, password
	ca, err := os.CreateTemp("", "ca-*.pem")
	if err != nil {
		return err
	}
	env.Defer(func() { os.Remove(ca.Name()) })
	defer ca.Close()
	env.Setenv(envCAFile, ca.Name())
	env.Setenv(envUsername, deploy)
	env.Setenv(envPassword, password)
	if err := s.allow(deploy, password); err != nil {
		return err
	}
	return pem.Encode(ca, &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

// allow makes a user who may what alertplan needs, and what monitors need that he has
// saved: nothing else.
func (s *scriptCluster) allow(user, password string) error {
	cluster, indices := []string{}, []string{}
	for _, p := range alertapi.Permissions() {
		if p.Indices != "" {
			indices = append(indices, p.Name)
		} else {
			cluster = append(cluster, p.Name)
		}
	}
	role := map[string]any{"cluster_permissions": cluster, "index_permissions": []any{
		map[string]any{"index_patterns": []string{"*"}, "allowed_actions": indices},
	}}
	if err := s.putSecurity("roles/"+user, role); err != nil {
		return err
	}
	return s.putSecurity("internalusers/"+user, map[string]any{"password": password, "opendistro_security_roles": []string{user}})
}

func (s *scriptCluster) putSecurity(path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	answer, err := s.request("PUT", "/_plugins/_security/api/"+path, string(text))
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode > 299 {
		return fmt.Errorf("PUT %s: %s", path, answer.Status)
	}
	return nil
}
