package view_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// generated has one of each.
var generated = view.Generated{
	Workspace: "soc", Dir: "alerts", Variables: []string{"pager_url"}, Uncopied: []string{"old"},
	Files: []view.GeneratedFile{{Name: "alerts/monitors-cwl.hcl", Text: "x", Objects: []string{"monitor.login"}}, {Name: "alerts/imports.hcl"}},
	Objects: []view.GeneratedObject{
		{Address: address.ForMonitor("login"), ID: "id-1", Name: "Login", Adopts: true},
		{Address: address.ForMonitor("raw"), ID: "id-2", Name: "Raw", Adopts: true, Raw: "monitor", Reason: "it has no name"},
		{Address: address.ForMonitor("search"), ID: "id-3", Name: "Search", Adopts: true, Raw: "extraction_query", Reason: "it sorts"},
		{Address: address.ForExisting("slack", "soc"), ID: "id-4", Name: "SOC"},
	},
	LeftOut: []view.LeftOut{
		{Kind: view.LeftDeclared, ID: "1", Name: "a", Word: "monitor.a"}, {Kind: view.LeftForeign, ID: "2", Name: "b", Word: "other"},
		{Kind: view.LeftUnreadable, ID: "3", Name: "c", Word: "inputs is missing"}, {Kind: view.LeftOwned, ID: "4", Name: "d", Word: "security_analytics"},
		{Kind: view.LeftSameName, ID: "5", Name: "e", Word: "monitor.e"}, {Kind: view.LeftSecret, ID: "6", Name: "f", Word: "SOC"},
		{Kind: view.LeftInvalid, ID: "7", Name: "g", Word: "Script that does not compile. It does not."}, {Kind: view.LeftProblem, ID: "8", Name: "h", Word: "Two live monitors."},
	},
}

// results are the JSON outputs, each of nothing and of much.
func results(t testing.TB) map[string][]any {
	emptyPlan, _ := view.NewPlanJSON(&plan.Plan{})
	bare, _ := view.NewPlanJSON(&plan.Plan{Changes: []plan.Change{{}}, Problems: []plan.Problem{{}}, Warnings: []plan.Warning{{}}})
	made := &plan.Plan{Workspace: "soc", Problems: problems, Warnings: warnings, Mutes: mutes}
	for _, c := range changes {
		made.Changes = append(made.Changes, c)
	}
	full, _ := view.NewPlanJSON(made)
	var drifted []any
	for _, d := range drifts() {
		found, _ := view.NewDriftJSON(d)
		drifted = append(drifted, found)
	}
	return map[string][]any{
		"drift":  append(drifted, jsonReports("drift")...),
		"accept": acceptResults(), "drift-news": newsInJSON(),
		"apply":     jsonReports("apply"),
		"plan-file": planFiles(t),
		"messages":  {view.NewSentJSON(nil), view.NewSentJSON(sentMessages)},
		"test":      append(testResults(t), jsonReports("test")...),
		"explain":   explained(),
		"template":  comparisons(t),
		"backups":   {view.NewBackupsJSON(nil), view.NewBackupsJSON(backups)},
		"generate":  {view.NewGeneratedJSON(view.Generated{Workspace: "soc"}), view.NewGeneratedJSON(generated)},
		"convert":   {view.NewConvertedJSON(view.Converted{Kind: "insights"}), view.NewConvertedJSON(converted)},
		"run":       trialResults(t),
		"plan":      append([]any{emptyPlan, bare, full}, jsonReports("plan")...),
		"validate":  jsonReports("validate"),
		"list": {view.NewListJSON("soc", nil), view.NewListJSON("soc", []view.Entry{
			{Address: login, Name: "Login"}, {Address: pager, ID: "ap_soc_webhook_pager_x", Name: "Pager"},
		})},
		"alerts":           {view.NewAlertsJSON(view.Alerts{Workspace: "soc"}), view.NewAlertsJSON(alerts())},
		"alerts-ack":       {view.NewAcknowledgedJSON("soc", nil), view.NewAcknowledgedJSON("soc", acknowledged())},
		"destination-test": {view.NewTestMessagesJSON(view.TestMessages{Workspace: "soc"}), view.NewTestMessagesJSON(testMessages())},
		"status":           {view.NewStatusJSON(view.Status{Workspace: "soc"}), view.NewStatusJSON(statuses())},
		"doctor":           {view.NewDoctorJSON(doctor.Report{URL: "https://search.example.com"}), view.NewDoctorJSON(everySymptom())},
		"show":             {view.NewObjectJSON(plan.Change{}), view.NewObjectJSON(changes["create"]), view.NewObjectJSON(changes["create-channel"])},
		"mute":             {view.NewMutingJSON(view.Muting{Workspace: "soc"}), view.NewMutingJSON(muting()), view.NewMutingJSON(unmuting())},
	}
}

// planFiles are the records of an empty plan and of one with every change.
func planFiles(t testing.TB) []any {
	t.Helper()
	h := planfile.Header{Workspace: "soc", Options: planfile.Options{Targets: []string{}}, Secrets: planfile.Secrets{Function: "scrypt", Cost: planfile.Cost{N: 2, R: 1, P: 1}, Salt: planfile.NewSalt()}}
	var files []any
	made := &plan.Plan{Workspace: "soc", Warnings: warnings}
	for _, c := range changes {
		made.Changes = append(made.Changes, c)
	}
	for _, p := range []*plan.Plan{{}, made} {
		r, err := planfile.New(h, p, planfile.Shown{JSON: orderedjson.NewObject()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, r)
	}
	return files
}

func explained() []any {
	var all []any
	for _, path := range []string{"", "destination.webhook", "monitor.trigger.severity", "workspace"} {
		e, _ := grammar.Find(path)
		all = append(all, view.NewLanguageJSON(e))
	}
	return all
}

// Whoever reads JSON need not tell null from an empty list.
func TestListsAreNeverNull(t *testing.T) {
	for name, values := range results(t) {
		for _, v := range values {
			checkLists(t, name, reflect.ValueOf(v))
		}
	}
}

func checkLists(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			key := v.Type().Field(i).Tag.Get("json")
			if strings.Contains(key, ",omitempty") && v.Field(i).IsZero() {
				continue
			}
			checkLists(t, path+"."+key, v.Field(i))
		}
	case reflect.Slice, reflect.Map:
		if v.IsNil() {
			t.Errorf("%s is null", path)
		}
		if v.Kind() == reflect.Slice {
			for i := range v.Len() {
				checkLists(t, path+"[]", v.Index(i))
			}
		}
	case reflect.Pointer:
		if _, tree := v.Interface().(*orderedjson.Object); !tree && !v.IsNil() {
			checkLists(t, path, v.Elem())
		}
	case reflect.Interface: // a value of the configuration, which may be null
	}
}

// One value, and nothing behind it but a line break.
func TestWriteJSON(t *testing.T) {
	for name, values := range results(t) {
		for _, v := range values {
			var out bytes.Buffer
			if err := view.WriteJSON(&out, v); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			d := json.NewDecoder(bytes.NewReader(out.Bytes()))
			var back map[string]any
			if err := d.Decode(&back); err != nil || d.More() || !strings.HasSuffix(out.String(), "}\n") {
				t.Errorf("%s is not one value and a line break: %v\n%s", name, err, out.String())
			}
			if back["format_version"] != view.FormatVersion {
				t.Errorf("%s: format_version is %v", name, back["format_version"])
			}
		}
	}
}

// What is not known is told apart from what goes.
func TestPlanJSONTellsWhatIsUnknown(t *testing.T) {
	made := &plan.Plan{Changes: []plan.Change{{Action: plan.Update, Address: login, Fields: []plan.FieldChange{
		{Path: "goes", Before: "x"},
		{Path: "text", Before: "x", After: monitors.UnknownText("var.b")},
		{Path: "secret", After: destinations.UnknownSecret("var.c")},
		{Path: "deep", After: []any{monitors.UnknownText("var.b"), "known", monitors.UnknownText("var.a"), monitors.UnknownText("var.b")}},
	}}}}
	out, _ := view.NewPlanJSON(made)
	want := [][]string{nil, {"var.b"}, {"var.c"}, {"var.a", "var.b"}}
	for i, f := range out.Changes[0].Fields {
		if !slices.Equal(f.Unknown, want[i]) {
			t.Errorf("%s: %v is unknown, want %v", f.Path, f.Unknown, want[i])
		}
	}
	if deep := out.Changes[0].Fields[3].After; !reflect.DeepEqual(deep, []any{nil, "known", nil, nil}) {
		t.Errorf("after is %v", deep)
	}
}
