package painless_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/painless"
)

type liveMethod struct {
	Name       string   `json:"name"`
	Return     string   `json:"return"`
	Parameters []string `json:"parameters"`
}

type liveClass struct {
	Name          string       `json:"name"`
	Constructors  []liveMethod `json:"constructors"`
	StaticMethods []liveMethod `json:"static_methods"`
	Methods       []liveMethod `json:"methods"`
	StaticFields  []struct {
		Name string `json:"name"`
		Type string `json:"type"`
	} `json:"static_fields"`
}

// TestLiveClasses holds classes.txt to what a node of 2.19 allows.
func TestLiveClasses(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a node of 2.19: set ALERTPLAN_TEST_NODES to its URL")
	}
	answer, err := http.Get(nodes[0] + "/_scripts/painless/_context?context=painless_test")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var allowed struct {
		Classes []liveClass `json:"classes"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&allowed); err != nil {
		t.Fatal(err)
	}
	if len(allowed.Classes) < 300 {
		t.Fatalf("the node tells %d classes", len(allowed.Classes))
	}
	for _, c := range allowed.Classes {
		if diff := cmp.Diff(c.describe(), painless.DescribeClass(c.Name)); diff != "" {
			t.Errorf("%s (node -, ours +):\n%s", c.Name, diff)
		}
	}
}

func (c liveClass) describe() []string {
	lines := []string{}
	for _, m := range c.Constructors {
		lines = append(lines, "constructor "+typeNames(m.Parameters))
	}
	for _, m := range c.StaticMethods {
		lines = append(lines, "static "+m.Name+" "+typeName(m.Return)+" "+typeNames(m.Parameters))
	}
	for _, m := range c.Methods {
		lines = append(lines, "method "+m.Name+" "+typeName(m.Return)+" "+typeNames(m.Parameters))
	}
	for _, f := range c.StaticFields {
		lines = append(lines, "static field "+f.Name+" "+typeName(f.Type))
	}
	slices.Sort(lines)
	return lines
}

func typeNames(javaNames []string) string {
	names := make([]string, len(javaNames))
	for i, n := range javaNames {
		names[i] = typeName(n)
	}
	return strings.Join(names, ",")
}

var primitiveArrays = map[string]string{"I": "int", "J": "long", "D": "double", "F": "float", "B": "byte", "S": "short", "C": "char", "Z": "boolean"}

// typeName makes of the node's names ("[Ljava.lang.String;", "...lookup.def") what
// scripts write.
func typeName(java string) string {
	brackets := ""
	for strings.HasPrefix(java, "[") {
		java, brackets = java[1:], brackets+"[]"
	}
	if brackets != "" {
		if primitive := primitiveArrays[java]; primitive != "" {
			return primitive + brackets
		}
		java = strings.TrimSuffix(strings.TrimPrefix(java, "L"), ";")
	}
	for strings.HasSuffix(java, "[]") {
		java, brackets = strings.TrimSuffix(java, "[]"), brackets+"[]"
	}
	if java == "org.opensearch.painless.lookup.def" {
		return "def" + brackets
	}
	if painless.DescribeClass(java) == nil {
		return java + brackets
	}
	return painless.ShortName(java) + brackets
}
