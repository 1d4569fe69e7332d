package querydsl_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// TestLive asks nodes whether they read a recorded query and its canonical form
// as the same: _validate/query explains both as one Lucene query, or refuses
// both. What a node would store can't be asked by URL alone.
func TestLive(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES is not set")
	}
	for _, node := range nodes {
		t.Run(version(t, node), func(t *testing.T) {
			index := fmt.Sprintf("%s/querydsl-live-%d", strings.TrimSuffix(node, "/"), os.Getpid())
			call(t, http.MethodPut, index, `{"mappings":{"properties":{"a":{"type":"text"},"n":{"type":"long"},"p":{"type":"nested"}}}}`)
			t.Cleanup(func() { request(http.MethodDelete, index, "") })
			compareExplanations(t, node, index)
		})
	}
}

func compareExplanations(t *testing.T, node, index string) {
	dialect, asked := dialectOf(version(t, node)), map[string]bool{}
	eachLine(t, "testdata/recorded.jsonl.gz", func(c *orderedjson.Object) {
		query := c.Object("sent").Object("query")
		body, err := querydsl.CanonicalFor(dialect, c.Object("sent"))
		if query == nil || err != nil || asked[marshal(t, query)] {
			return
		}
		asked[marshal(t, query)] = true
		written := explanation(t, index, query)
		stored := explanation(t, index, body.Object("query"))
		if written != stored {
			t.Errorf("%s\n explains %s\n its canonical form %s", marshal(t, query), written, stored)
		}
	})
}

func explanation(t *testing.T, index string, query *orderedjson.Object) string {
	body := orderedjson.NewObject(orderedjson.Member{Key: "query", Value: query})
	answer := object(t, call(t, http.MethodPost, index+"/_validate/query?explain=true", marshal(t, body)))
	var said []string
	for _, item := range answer.Array("explanations") {
		o, _ := item.(*orderedjson.Object)
		said = append(said, o.Text("explanation")+o.Text("error"))
	}
	valid, _ := answer.Get("valid")
	return fmt.Sprint(valid, said)
}

func version(t *testing.T, node string) string {
	t.Helper()
	return object(t, call(t, http.MethodGet, node, "")).Object("version").Text("number")
}

func call(t *testing.T, method, url, body string) string {
	t.Helper()
	answer, err := request(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func request(method, url, body string) (string, error) {
	r, err := http.NewRequest(method, url, bytes.NewReader([]byte(body)))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return string(answer), err
}
