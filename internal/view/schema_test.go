package view_test

//go:generate env ALERTPLAN_TEST_UPDATE=1 go test -count=1 -run TestSchemas .

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/planfile"
	"github.com/alertplan/alertplan/internal/view"
)

// TestSchemas holds docs/schemas to the structs, and every result to its schema.
func TestSchemas(t *testing.T) {
	made := newSchemas(t)
	all := results(t)
	for name, root := range map[string]any{
		"plan": view.PlanJSON{}, "validate": view.ValidateJSON{}, "list": view.ListJSON{}, "status": view.StatusJSON{}, "mute": view.MutingJSON{}, "doctor": view.DoctorJSON{}, "alerts": view.AlertsJSON{}, "alerts-ack": view.AcknowledgedJSON{}, "destination-test": view.TestMessagesJSON{}, "show": view.ObjectFieldsJSON{},
		"test": view.TestsJSON{}, "run": view.TrialJSON{}, "messages": view.SentJSON{}, "drift": view.DriftJSON{}, "apply": view.ApplyJSON{}, "accept": view.AcceptJSON{}, "explain": view.LanguageJSON{}, "backups": view.BackupsJSON{}, "template": view.TemplateJSON{}, "convert": view.ConvertedJSON{}, "generate": view.GeneratedJSON{},
		"plan-file": planfile.Record{}, "drift-news": view.DriftNewsJSON{},
	} {
		schema := made.of(reflect.TypeOf(root))
		head := orderedjson.NewObject()
		head.Set("$schema", "https://json-schema.org/draft/2020-12/schema")
		head.Set("title", "alertplan "+cmp.Or(ownTitles[name], name+" --format json, format_version "+view.FormatVersion))
		for _, m := range schema.Members() {
			head.Set(m.Key, m.Value)
		}
		text, err := json.MarshalIndent(head, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("../../docs/schemas", name+".json"), append(text, '\n'))
		for _, result := range all[name] {
			var out bytes.Buffer
			if err := view.WriteJSON(&out, result); err != nil {
				t.Fatal(err)
			}
			value, err := orderedjson.Parse(out.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range conforms(name, schema, value) {
				t.Error(problem)
			}
		}
	}
}

// ownTitles are those of results that are not of a command of their name.
var ownTitles = map[string]string{
	"mute":       "mute and unmute --format json, format_version " + view.FormatVersion,
	"accept":     "drift --accept ADDRESS --format json, format_version " + view.FormatVersion,
	"template":   "template KIND --compare --format json, format_version " + view.FormatVersion,
	"alerts-ack": "alerts ack --format json, format_version " + view.FormatVersion,
	"plan-file":  "plan --out FILE, format_version " + planfile.FormatVersion,
	"drift-news": "drift --notify URL, format_version " + view.FormatVersion,
}

// schemas makes JSON schemas of structs; what fields mean is their comment.
type schemas struct {
	comments map[string]string // "Type" or "Type.Field"
	enums    map[string][]any  // "Type.Field"
}

func newSchemas(t *testing.T) schemas {
	s := schemas{comments: map[string]string{}, enums: map[string][]any{
		"DiagnosticJSON.Severity": {"error", "warning"},
		"TestJSON.Status":         texts(constants(t, "../monitortest", "Status")),
		"FailureJSON.Kind":        texts(constants(t, "../monitortest", "Kind")),
		"GapJSON.Kind":            texts(constants(t, "../monitortest", "GapKind")),
		"SentMessage.Outcome":     {"sent", "recorded", "failed", "throttled"},
		"FieldJSON.Origin":        texts(constants(t, "../plan", "Origin")),
		"DriftedFieldJSON.Origin": texts(constants(t, "../plan", "Origin")),
		"NotAppliedJSON.Action":   texts(constants(t, "../plan", "Action")),
		"NewcomerJSON.Kind":       {"monitor", "channel"},
		"DoctorFinding.Area":      texts(constants(t, "../doctor", "Area")),
		"DoctorFinding.Kind":      symptoms(),
		"DoctorFinding.Grade":     texts(constants(t, "../doctor", "Grade")),
		"DriftNewsJSON.Event":     texts(constants(t, "../driftjob", "Event")),
		"DriftNewsJSON.Outcome":   texts(constants(t, "../driftjob", "Outcome")),
		"NewsJSON.Change":         texts(constants(t, "../driftjob", "Change")),
		"NewsJSON.Kind":           texts(constants(t, "../driftjob", "Kind")),
		"Change.Action":           texts(constants(t, "../plan", "Action")),
		"Warning.Kind":            texts(constants(t, "../plan", "WarningKind")),
		"ChangeJSON.Action":       texts(constants(t, "../plan", "Action")),
		"FateJSON.Action":         texts(constants(t, "../plan", "Action")),
		"FateJSON.Status":         texts(constants(t, ".", "End")),
		"MessageJSON.Kind":        texts(slices.Concat(constants(t, "../plan", "ProblemKind"), constants(t, "../plan", "WarningKind"))),
	}}
	for _, name := range []string{"plan_json.go", "diagnostics_json.go", "list.go", "status_json.go", "alerts_json.go", "testreport_json.go", "testevidence_json.go", "testrun_json.go", "testcoverage.go", "messages.go", "doctor_json.go", "drift_json.go", "drift_news_json.go", "explain_json.go", "report_json.go", "report_apply_json.go", "../planfile/record.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok || len(decl.Specs) != 1 {
				return true
			}
			spec, ok := decl.Specs[0].(*ast.TypeSpec)
			if !ok {
				return true
			}
			words := strings.Join(strings.Fields(decl.Doc.Text()), " ")
			_, words, _ = strings.Cut(words, " is ")
			s.comments[spec.Name.Name] = words
			fields, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, f := range fields.Fields.List {
				for _, name := range f.Names {
					s.comments[spec.Name.Name+"."+name.Name] = strings.TrimSpace(f.Doc.Text() + f.Comment.Text())
				}
			}
			return true
		})
	}
	return s
}

func texts(list []string) []any {
	slices.Sort(list)
	all := make([]any, len(list))
	for i, x := range list {
		all[i] = x
	}
	return all
}

func (s schemas) of(t reflect.Type) *orderedjson.Object {
	o := orderedjson.NewObject()
	switch t.Kind() {
	case reflect.Pointer:
		if t == reflect.TypeFor[*orderedjson.Object]() { // of the search, as it is
			o.Set("type", "object")
			return o
		}
		return s.of(t.Elem())
	case reflect.String:
		o.Set("type", "string")
	case reflect.Bool:
		o.Set("type", "boolean")
	case reflect.Int, reflect.Int64:
		o.Set("type", "integer")
	case reflect.Slice:
		o.Set("type", "array")
		o.Set("items", s.of(t.Elem()))
	case reflect.Map:
		o.Set("type", "object")
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			o.Set("type", "string")
			o.Set("format", "date-time")
			return o
		}
		s.fields(o, t)
	}
	return o
}

func (s schemas) fields(o *orderedjson.Object, t reflect.Type) {
	o.Set("type", "object")
	if words := s.comments[t.Name()]; words != "" {
		o.Set("description", words)
	}
	properties, required := orderedjson.NewObject(), []any{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous { // its fields stand among those of the struct
			inner := s.of(f.Type)
			for _, m := range inner.Object("properties").Members() {
				properties.Set(m.Key, m.Value)
			}
			required = append(required, inner.Array("required")...)
			continue
		}
		key, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if rest != "omitempty" {
			required = append(required, key)
		}
		one := s.of(f.Type)
		if words := s.comments[t.Name()+"."+f.Name]; words != "" {
			one.Set("description", words)
		}
		if key == "format_version" {
			one.Set("const", view.FormatVersion)
		}
		if values := s.enums[t.Name()+"."+f.Name]; values != nil {
			one.Set("enum", values)
		}
		properties.Set(key, one)
	}
	o.Set("properties", properties)
	o.Set("required", required)
}

// conforms lists how a value differs from a schema, as far as ours go.
func conforms(path string, schema *orderedjson.Object, value any) []string {
	var problems []string
	if values := schema.Array("enum"); values != nil && value != "" && !slices.Contains(values, value) {
		problems = append(problems, fmt.Sprintf("%s: %v is none of %v", path, value, values))
	}
	kind := schema.Text("type")
	switch v := value.(type) {
	case *orderedjson.Object:
		for _, key := range schema.Array("required") {
			if !v.Has(key.(string)) {
				problems = append(problems, fmt.Sprintf("%s: %v is missing", path, key))
			}
		}
		if properties := schema.Object("properties"); properties != nil {
			for _, m := range v.Members() {
				inner := properties.Object(m.Key)
				if inner == nil {
					problems = append(problems, fmt.Sprintf("%s: %s is unknown", path, m.Key))
					continue
				}
				problems = append(problems, conforms(path+"."+m.Key, inner, m.Value)...)
			}
		}
		return wrongType(problems, path, kind, "object")
	case []any:
		if items := schema.Object("items"); items != nil {
			for _, x := range v {
				problems = append(problems, conforms(path+"[]", items, x)...)
			}
		}
		return wrongType(problems, path, kind, "array")
	case string:
		return wrongType(problems, path, kind, "string")
	case bool:
		return wrongType(problems, path, kind, "boolean")
	case json.Number:
		return wrongType(problems, path, kind, "integer")
	default:
		return wrongType(problems, path, kind, "null")
	}
}

func wrongType(problems []string, path, want, got string) []string {
	if want != "" && want != got {
		return append(problems, fmt.Sprintf("%s is of type %s, not %s", path, got, want))
	}
	return problems
}
