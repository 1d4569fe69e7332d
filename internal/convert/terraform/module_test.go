package terraform_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/convert/terraform"
)

const sample = `
variable "known" { default = "text" }
variable "open" {}
locals {
  a = "${local.b}!"
  b = var.known
  names = toset(["x", "y"])
}
resource "aws_sns_topic" "t" {
  for_each = local.names
  name     = "${local.a}-${each.key}"
}
resource "aws_sns_topic" "n" {
  count = 2
  name  = format("n%02d", count.index)
}
resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name    = aws_sns_topic.n[1].name
  namespace     = var.open
  metric_name   = "${var.open}"
  statistic     = "x-${var.open}"
  alarm_actions = concat([aws_sns_topic.t["x"].arn], var.known == "text" ? [aws_sns_topic.n[0].arn] : [])
  threshold     = 1.50
  period        = aws_cloudwatch_log_metric_filter.f.id
}
resource "aws_cloudwatch_log_metric_filter" "f" {
  name = "the filter"
}
resource "other" "o" {}
`

func TestValues(t *testing.T) {
	resources, diags := terraform.Read([]convert.Source{{Name: "main.tf", Text: []byte(sample)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	labels := []string{}
	for _, r := range resources {
		labels = append(labels, r.Ref)
	}
	if len(resources) != 6 {
		t.Fatal(labels)
	}
	if name := resources[1].Properties.Get("TopicName"); name.Text != "text!-y" || resources[1].Ref != `aws_sns_topic.t["y"]` {
		t.Errorf("%+v", resources[1])
	}
	a := resources[4].Properties
	for _, test := range []struct {
		key  string
		kind resource.Kind
		text string
	}{
		{"AlarmName", resource.Text, "n01"}, {"Namespace", resource.Reference, "var.open"}, {"MetricName", resource.Reference, "var.open"}, {"Statistic", resource.Unknown, ""}, {"Threshold", resource.Text, "1.5"}, {"Period", resource.Text, "the filter"},
	} {
		if v := a.Get(test.key); v.Kind != test.kind || v.Text != test.text {
			t.Errorf("%s: %d %q, want %d %q", test.key, v.Kind, v.Text, test.kind, test.text)
		}
	}
	actions := a.Get("AlarmActions").Items()
	if len(actions) != 2 || actions[0].Text != `aws_sns_topic.t["x"].arn` || actions[1].Text != "aws_sns_topic.n[0].arn" {
		t.Errorf("%+v", actions)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		resources, _ := terraform.Read([]convert.Source{{Name: "main.tf", Text: []byte(text)}})
		for _, r := range resources {
			for _, m := range r.Properties.Members {
				m.Value.Place(len(m.Value.Text) / 2)
			}
		}
	})
}

// TestFunctions: functions are Terraform's (observed in the console of 1.11.4), also where
// those of their names elsewhere are not.
func TestFunctions(t *testing.T) {
	for expr, want := range map[string]string{
		`coalesce("", "b")`: "b", `coalesce(null, "x")`: "x", `replace("a-b", "/-./", "x")`: "ax", `replace("a-b", "-", "x")`: "axb",
		`lookup({ a = "1" }, "b", "d")`: "d", `element(["a", "b"], 3)`: "b", `title("hello world")`: "Hello World",
	} {
		resources, _ := terraform.Read([]convert.Source{{Name: "main.tf", Text: []byte("resource \"aws_sns_topic\" \"t\" {\n  name = " + expr + "\n}\n")}})
		if got := resources[0].Properties.Get("TopicName"); got.Text != want {
			t.Errorf("%s is %q, want %q", expr, got.Text, want)
		}
	}
}

// TestModules: a module that calls itself comes to an end, and is told of.
func TestModules(t *testing.T) {
	text := "resource \"x\" \"y\" {}\nmodule \"self\" {\n  source   = \"./\"\n  for_each = toset([for n in range(1000) : tostring(n)])\n}\n"
	m := terraform.ReadDeclared([]convert.Source{{Name: "main.tf", Text: []byte(text)}}, terraform.Given{Types: []string{"x"}})
	if len(m.Declared) != 1 || len(m.Diagnostics) != 1 || m.Diagnostics[0].Summary != "A module that is not read" || m.Diagnostics[0].Severity != hcl.DiagError {
		t.Errorf("%d resources, %v", len(m.Declared), m.Diagnostics)
	}
}

// TestDeepModules: what is too deep is refused, and not said to be elsewhere.
func TestDeepModules(t *testing.T) {
	var sources []convert.Source
	for depth := range 7 {
		text := fmt.Sprintf("resource \"x\" \"y%d\" {}\nmodule \"below\" { source = \"./m\" }\n", depth)
		sources = append(sources, convert.Source{Name: strings.Repeat("m/", depth) + "main.tf", Text: []byte(text)})
	}
	m := terraform.ReadDeclared(sources, terraform.Given{Types: []string{"x"}})
	if len(m.Declared) != 6 || len(m.Diagnostics) != 1 || m.Diagnostics[0].Severity != hcl.DiagError || m.Diagnostics[0].Subject.Filename != "m/m/m/m/m/main.tf" {
		t.Errorf("%d resources, %v", len(m.Declared), m.Diagnostics)
	}
}

// TestManyModules: modules that call modules are all read, how often their values are gone
// through.
func TestManyModules(t *testing.T) {
	calls := func(source string, n int) string {
		text := "variable \"name\" {}\n"
		for i := range n {
			text += fmt.Sprintf("module \"m%d\" {\n  source = %q\n  name = \"${var.name}-%[1]d\"\n}\n", i, source)
		}
		return text
	}
	sources := []convert.Source{
		{Name: "main.tf", Text: []byte(calls("./a", 20))},
		{Name: "a/main.tf", Text: []byte(calls("../b", 5))},
		{Name: "b/main.tf", Text: []byte(calls("../c", 3))},
		{Name: "c/main.tf", Text: []byte("variable \"name\" {}\nresource \"x\" \"y\" { body = var.name }\n")},
	}
	m := terraform.ReadDeclared(sources, terraform.Given{Types: []string{"x"}, Values: map[string]cty.Value{"var.name": cty.StringVal("n")}})
	if len(m.Declared) != 300 || len(m.Diagnostics) != 0 {
		t.Fatalf("%d of 300 resources, %d diagnostics", len(m.Declared), len(m.Diagnostics))
	}
	if last := m.Declared[299]; last.Argument("body").Value.AsString() != "n-19-4-2" || last.Address != "module.m19.module.m4.module.m2.x.y" {
		t.Errorf("%s: %v", last.Address, last.Argument("body").Value)
	}
}

// TestMarks: what is made of something marked is told so, whatever way it goes; instances
// can't be told apart by it.
func TestMarks(t *testing.T) {
	given := terraform.Given{Types: []string{"x"}, Values: map[string]cty.Value{"var.s": cty.StringVal("secret").Mark("s")}}
	for text, marked := range map[string]bool{
		`resource "x" "y" { body = var.s }`:                                                             true,
		`resource "x" "y" { body = "a${upper(var.s)}" }`:                                                true,
		"locals {\n  l = [var.s]\n}\nresource \"x\" \"y\" { body = local.l[0] }":                        true,
		"resource \"x\" \"y\" {\n  for_each = { a = var.s }\n  body = each.value\n}":                    true,
		"resource \"x\" \"y\" {\n  for_each = { a = [var.s] }\n  body = join(\"\", each.value)\n}":      true,
		"resource \"x\" \"y\" {\n  for_each = { a = var.s }\n  body = each.key\n}":                      false,
		"resource \"x\" \"z\" { arg = var.s }\nresource \"x\" \"y\" {\n  body = x.z.arg\n}":             true,
		"resource \"x\" \"y\" {\n  for_each = toset([\"a\"])\n  body = \"${each.key}${local.none}\"\n}": false,
	} {
		m := terraform.ReadDeclared([]convert.Source{{Name: "main.tf", Text: []byte("variable \"s\" {}\n" + text)}}, given)
		found := false
		for _, d := range m.Declared {
			found = found || len(d.Argument("body").Marks) > 0
		}
		if found != marked {
			t.Errorf("%s: marked %v, want %v", text, found, marked)
		}
	}
	for _, text := range []string{`for_each = toset([var.s])`, `count = length(var.s)`, `for_each = { (var.s) = 1 }`} {
		m := terraform.ReadDeclared([]convert.Source{{Name: "main.tf", Text: []byte("variable \"s\" {}\nresource \"x\" \"y\" {\n  " + text + "\n}\n")}}, given)
		if len(m.Declared) > 0 {
			t.Errorf("%s makes %s", text, m.Declared[0].Address)
		}
	}
}
