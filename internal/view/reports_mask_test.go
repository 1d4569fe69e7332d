package view_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// Secrets may be words that JSON and XML are made of, or that our fields are called by:
// a report can be read all the same.
func TestOddSecretsLeaveReportsWhole(t *testing.T) {
	for _, secret := range []string{"true", "false", "null", "name", "testcase", "CDATA", "]]>x", `","a`, `    "`, "2026", "format_version", "</failure>"} {
		for name, r := range reports() {
			for _, format := range []view.Format{view.FormatJSON, view.FormatJUnit, view.FormatSARIF} {
				write := r.Writers()[format]
				if write == nil {
					continue
				}
				var out bytes.Buffer
				mask := view.NewMask(&out)
				mask.Hide(secret)
				if err := write(mask); err != nil {
					t.Fatal(err)
				}
				var err error
				var parsed any
				if format != view.FormatJUnit {
					err = json.Unmarshal(out.Bytes(), &parsed)
				} else if _, err = io.ReadAll(&tokens{xml.NewDecoder(bytes.NewReader(out.Bytes()))}); err != nil {
					t.Errorf("%s, %s, %q: %v", name, format, secret, err)
				}
				if err != nil {
					t.Errorf("%s, %s, %q: %v\n%s", name, format, secret, err, out.String())
				}
			}
		}
	}
}

// tokens reads XML to its end.
type tokens struct{ *xml.Decoder }

func (d *tokens) Read([]byte) (int, error) {
	_, err := d.Token()
	return 0, err
}

// What is masked in data stays masked, in keys and numbers, too; the numbers of our own
// fields stay.
func TestMaskedJSON(t *testing.T) {
	made := &plan.Plan{Workspace: "soc", Unchanged: 4711, Changes: []plan.Change{{Action: plan.Create, Address: login, Name: "a hunter2 b", Fields: []plan.FieldChange{
		{Path: "extraction_query.body", After: parsed(`{"hunter2": {"size": 4711, "from": "x hunter2"}}`)},
	}}}}
	var out bytes.Buffer
	mask := view.NewMask(&out)
	mask.Hide("hunter2", "4711")
	if err := (&view.PlanReport{Plan: made}).Writers()[view.FormatJSON](mask); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "hunter2") || strings.Count(got, "4711") != 1 || !strings.Contains(got, `"unchanged": 4711`) || !strings.Contains(got, `"size": "(sensitive)"`) {
		t.Error(got)
	}
}
