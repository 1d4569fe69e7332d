package sandbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	opensearch "github.com/opensearch-project/opensearch-go/v2"
	"github.com/opensearch-project/opensearch-go/v2/opensearchapi"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/credentials"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// opensearch-go talks to a secured sandbox with the authority and a user of its file.
func TestClientLibraryLogsIn(t *testing.T) {
	file, err := credentials.Open(filepath.Join(t.TempDir(), "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	s := newSecured(t, func(o *sandbox.Options) {
		o.Users = security.Accounts(file.Users)
		if o.TLS, err = file.TLS(); err != nil {
			t.Fatal(err)
		}
	})
	authority, err := os.ReadFile(file.CA)
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range file.Users {
		client, err := opensearch.NewClient(opensearch.Config{
			Addresses: []string{s.url}, Username: user.Name, Password: user.Password, CACert: authority, DisableRetry: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		written, err := opensearchapi.IndexRequest{Index: "logs", DocumentID: "1", Body: strings.NewReader(`{"a":1}`), Refresh: "true"}.Do(t.Context(), client)
		if err != nil {
			t.Fatal(err)
		}
		written.Body.Close()
		found, err := client.Search(client.Search.WithIndex("logs"), client.Search.WithBody(strings.NewReader(`{"query":{"match_all":{}}}`)))
		if err != nil {
			t.Fatal(err)
		}
		found.Body.Close()
		want := map[string][2]int{"admin": {201, 200}, "reader": {403, 403}, "alerter": {403, 403}}[user.Name]
		if have := [2]int{written.StatusCode, found.StatusCode}; have != want {
			t.Errorf("%s: %v, want %v", user.Name, have, want)
		}
	}
}
