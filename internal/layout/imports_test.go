// The tests here hold the project to its own shape: which package may
// import which, and that each says what it is.
package layout_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/alertplan/alertplan/"

// rule says what a package (and those below it) may import of ours, and what of
// others it must never import. "all" means everything of ours.
type rule struct {
	pkg   string
	may   []string
	never []string
}

// leaves may be imported by everything; they import nothing of ours but leaves.
var leaves = []string{"internal/orderedjson", "internal/javavalue", "internal/address", "internal/amazon", "internal/expression", "internal/stagger", "internal/crash", "internal/pattern"}

// rules are the picture of ARCHITECTURE.md as a table. The longest matching rule
// holds. A package without a rule fails the test.
var rules = []rule{
	{pkg: "internal/orderedjson", never: []string{"net/http", "os"}},
	{pkg: "internal/javavalue", never: []string{"net/http", "os"}},
	{pkg: "internal/address", never: []string{"net/http", "os"}},
	{pkg: "internal/amazon", never: []string{"net/http", "os"}},
	{pkg: "internal/stagger", never: []string{"net/http", "os"}},
	{pkg: "internal/crash", never: []string{"net/http", "os"}},
	{pkg: "internal/pattern", never: []string{"net/http", "os"}},
	{pkg: "internal/expression", never: []string{"net/http", "os"}},
	{pkg: "internal/amazongate", never: []string{"github.com/aws/aws-sdk-go-v2", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/querydsl", never: []string{"net/http", "os"}},
	{pkg: "internal/painless", never: []string{"net/http", "os"}},
	{pkg: "internal/mustache", never: []string{"net/http", "os"}},
	{pkg: "monitors", may: []string{"internal/querydsl"}, never: []string{"github.com/hashicorp/hcl/v2", "net/http", "os"}},
	{pkg: "monitors/quiet", never: []string{"github.com/hashicorp/hcl/v2", "net/http", "os"}},
	{pkg: "destinations", never: []string{"github.com/hashicorp/hcl/v2", "net/http", "os"}},
	{pkg: "internal/generation", may: []string{"monitors", "destinations"}, never: []string{"net/http", "os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/wire", may: []string{"monitors", "destinations", "internal/querydsl", "internal/painless"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2", "os"}},
	{pkg: "schema", may: []string{"schema", "internal/testcase", "monitors", "destinations", "internal/wire", "internal/generation", "internal/querydsl", "internal/painless", "internal/mustache"}, never: []string{"net/http"}},
	{pkg: "schema/grammar", never: []string{"net/http", "os"}},
	{pkg: "internal/alertapi", may: []string{"internal/patience", "monitors", "destinations", "internal/wire", "internal/generation"}, never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/compiles", may: []string{"monitors", "internal/evaluate/schedule"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/plan", may: []string{"monitors", "destinations", "internal/generation", "internal/compiles"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2", "time"}},
	{pkg: "internal/preflight", may: []string{"internal/plan", "internal/compiles", "internal/evaluate", "internal/wire", "internal/querydsl", "internal/mustache", "monitors"}, never: []string{"net/http", "os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/generate", may: []string{"monitors", "destinations", "internal/wire", "internal/querydsl"}, never: []string{"net/http", "os"}},
	{pkg: "internal/convert", may: []string{"internal/generate", "internal/convert", "monitors", "destinations", "internal/wire", "internal/querydsl"}, never: []string{"net/http", "os", "github.com/spf13/cobra"}},
	{pkg: "internal/convert/converttest", may: []string{"internal/convert", "internal/generate", "internal/evaluate"}},
	{pkg: "internal/accept", may: []string{"internal/generate", "internal/plan", "schema", "internal/wire", "internal/querydsl", "monitors", "destinations"}, never: []string{"net/http", "os"}},
	{pkg: "internal/apply", may: []string{"internal/patience", "internal/plan", "monitors", "destinations"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/planfile", may: []string{"internal/plan", "monitors", "destinations"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/evaluate", may: []string{"internal/evaluate", "internal/querydsl", "internal/painless", "internal/mustache", "monitors", "internal/wire"}, never: []string{"net/http", "os"}},
	{pkg: "internal/evaluate/stream", may: []string{"internal/evaluate", "internal/events", "internal/querydsl"}, never: []string{"net/http", "os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/events", may: []string{"internal/evaluate/datetime"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/sandbox", may: []string{"internal/sandbox", "internal/evaluate", "internal/wire", "internal/querydsl", "internal/mustache", "internal/painless", "monitors", "destinations"}},
	{pkg: "internal/sandbox/dialect", may: []string{"internal/evaluate/dialect"}, never: []string{"net/http", "os"}},
	{pkg: "internal/sandbox/alerting/destination", may: []string{"internal/sandbox/alerting"}, never: []string{"net/http", "os"}},
	{pkg: "internal/sandbox/kept", may: []string{"internal/evaluate/index", "internal/evaluate/mapping"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/sandbox/trouble", may: []string{"internal/faults", "internal/sandbox/rest"}},
	{pkg: "internal/sandbox/security", may: []string{"internal/sandbox/rest", "internal/sandbox/credentials", "internal/evaluate/index"}, never: []string{"os", "crypto/x509"}},
	{pkg: "internal/sandbox/credentials", never: []string{"net/http"}},
	{pkg: "internal/manual", never: []string{"net/http", "os", "github.com/spf13/cobra"}},
	{pkg: "internal/backup", may: []string{"internal/wire"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/view", may: []string{"internal/indextemplate", "internal/accept", "internal/delivery", "internal/health", "internal/doctor", "internal/patience", "internal/driftjob", "schema/grammar", "internal/plan", "internal/compiles", "internal/planfile", "internal/apply", "internal/monitortest", "internal/testcase", "monitors", "destinations"}, never: []string{"net/http"}},
	{pkg: "internal/testcase", never: []string{"net/http", "os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/monitortest", may: []string{"internal/testcase", "internal/events", "internal/evaluate", "internal/wire", "monitors", "internal/querydsl"}, never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/doctor", may: []string{"internal/plan", "internal/preflight", "internal/health", "internal/compiles", "internal/generation", "internal/wire", "internal/querydsl", "monitors", "destinations"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/delivery", may: []string{"internal/wire"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2", "time"}},
	{pkg: "internal/health", may: []string{"monitors", "internal/wire", "internal/evaluate/schedule"}, never: []string{"os", "net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/patience", never: []string{"net/http", "os"}},
	{pkg: "internal/patience/patiencetest", may: []string{"internal/patience"}, never: []string{"net/http", "os"}},
	{pkg: "internal/driftjob", may: []string{"internal/patience"}, never: []string{"net/http", "os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/driftjob/metrics", may: []string{"internal/driftjob"}, never: []string{"os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/notify", may: []string{"internal/patience", "destinations"}, never: []string{"os", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/indextemplate", may: []string{"internal/generation"}, never: []string{"net/http", "os", "time", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/layout"},
	{pkg: "internal/conformance/lessen", never: []string{"net/http", "os"}},
	{pkg: "internal/conformance", may: []string{"internal/conformance/lessen", "internal/evaluate", "internal/querydsl", "internal/painless", "internal/mustache"}, never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/conformance/bodies", may: []string{"internal/conformance/lessen", "internal/querydsl"}, never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/conformance/sequences", may: []string{"internal/conformance/lessen"}, never: []string{"github.com/hashicorp/hcl/v2", "os"}},
	{pkg: "internal/soak", never: []string{"github.com/hashicorp/hcl/v2", "os"}},
	{pkg: "internal/faults", never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/example", never: []string{"net/http", "github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/demo", may: []string{"internal/example"}, never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "internal/bench", never: []string{"github.com/hashicorp/hcl/v2"}},
	{pkg: "cmd/alertplan", may: []string{"all"}},
}

type listed struct {
	ImportPath string
	Name       string
	Doc        string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func TestImportsGoOneWay(t *testing.T) {
	for _, p := range packages(t) {
		if p.Name == "layout_test" || len(p.Imports) == 0 && p.Name == "" {
			continue
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		r, ok := ruleFor(name)
		if !ok {
			t.Errorf("%s has no rule: add it to the table, and to ARCHITECTURE.md", name)
			continue
		}
		for _, imported := range p.Imports {
			ours, isOurs := strings.CutPrefix(imported, module)
			switch {
			case !isOurs && slices.Contains(r.never, imported):
				t.Errorf("%s imports %s, which it must not know", name, imported)
			case isOurs && !below(ours, leaves) && !below(ours, r.may) && !slices.Contains(r.may, "all") && !below(ours, []string{r.pkg}):
				t.Errorf("%s imports %s; it may import %v", name, ours, r.may)
			}
		}
	}
}

func ruleFor(name string) (best rule, ok bool) {
	for _, r := range rules {
		if below(name, []string{r.pkg}) && len(r.pkg) > len(best.pkg) {
			best, ok = r, true
		}
	}
	return best, ok
}

// below tells whether a package is one of those, or lies below one.
func below(name string, packages []string) bool {
	return slices.ContainsFunc(packages, func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") })
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if strings.HasSuffix(p.Name, "_test") || p.Name == "" {
			continue
		}
		if len(p.Doc) < 20 {
			t.Errorf("%s has no doc comment", p.ImportPath)
		}
		for _, banned := range []string{"/utils", "/util", "/common", "/helpers", "/misc"} {
			if strings.HasSuffix(p.ImportPath, banned) {
				t.Errorf("%s: such a name says nothing", p.ImportPath)
			}
		}
	}
}
