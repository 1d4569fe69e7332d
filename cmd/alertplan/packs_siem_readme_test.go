package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/schema"
)

// TestReadmeOfSIEM holds the tables of the README of siem-aws to the pack: a row for
// each rule with its severity, and one for each input, with its description in the files.
func TestReadmeOfSIEM(t *testing.T) {
	t.Parallel()
	const dir = "../../examples/packs/siem-aws"
	text, err := os.ReadFile(dir + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n## Rules\n")
	rules, rest, _ := strings.Cut(rest, "\n## Inputs\n")
	inputs, _, _ := strings.Cut(rest, "\n## ")
	pack := packMonitors(t, "siem-aws", nil)
	for label, m := range pack {
		label, _, _ = strings.Cut(label, "[")
		if !regexp.MustCompile(fmt.Sprintf("(?m)^\\| `%s` \\|[^|]*\\| %s \\|", label, m.Triggers[0].Severity)).MatchString(rules) {
			t.Errorf("the table of rules has no row %s with severity %s", label, m.Triggers[0].Severity)
		}
	}
	cfg, diags := schema.Load(dir, schema.Options{Part: schema.OrPack})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, v := range cfg.Variables {
		if !strings.Contains(inputs, "\n| `"+v.Name+"` | ") {
			t.Errorf("the table of inputs has no row %s", v.Name)
		}
		if v.Description == "" {
			t.Errorf("var.%s has no description", v.Name)
		}
	}
	for name, table := range map[string]struct {
		text string
		want int
	}{"rules": {rules, len(pack)}, "inputs": {inputs, len(cfg.Variables)}} {
		if got := strings.Count(table.text, "\n| `"); got != table.want {
			t.Errorf("the table of %s has %d rows, the pack %d", name, got, table.want)
		}
	}
}

// TestInputsOfSIEM gives the pack inputs that it must refuse, and some at the edge.
func TestInputsOfSIEM(t *testing.T) {
	t.Parallel()
	refused := map[string][]string{
		"sources":                 {`["wf"]`, `["waf", "alb"]`},
		"indices":                 {`{ alb = ["x-*"] }`, `{ waf = [] }`},
		"interval":                {`0`, `2.5`},
		"throttle":                {`0`, `1441`, `1.5`},
		"late":                    {`0`, `0.5`},
		"severity":                {`{ waf = 1 }`, `{ elb_5xx = 0 }`, `{ elb_5xx = 6 }`, `{ elb_5xx = 1.5 }`},
		"silent_after":            {`{ waf = 0 }`, `{ waf = 10081 }`, `{ "a b" = 30 }`},
		"silent_again":            {`0`, `1441`},
		"vpcflow_admin_ports":     {`[]`, `[0]`, `[65536]`},
		"vpcflow_inside":          {`["office"]`, `["10.0.0.0/33"]`, `["10.0.0.300"]`},
		"vpcflow_scan_ports":      {`-1`, `0.5`},
		"guardduty_severity":      {`0`, `11`, `8.5`},
		"guardduty_type_severity": {`0`, `11`, `4.5`},
		"waf_blocks":              {`-1`},
		"waf_bad_inputs":          {`-1`},
		"waf_bad_input_rules":     {`[]`},
		"waf_ignored_clients":     {`["scanner.example.com"]`},
		"elb_5xx":                 {`-1`},
		"elb_old_tls":             {`[]`, `["TLS 1.0"]`},
		"cloudfront_errors":       {`-1`},
		"cloudfront_4xx":          {`-1`},
		"s3_denied":               {`-1`},
		"s3_anonymous_operations": {`[]`},
		"s3_throttled":            {`-1`},
		"r53_nxdomain":            {`-1`},
		"r53_ignored_domains":     {`["*.internal"]`, `["internal."]`, `[""]`},
		"r53_mining_domains":      {`[]`, `["*.minexmr.com"]`, `[".minexmr.com"]`},
	}
	dir := t.TempDir() // without the pack's tests, as whoever uses it reads it
	files, err := filepath.Glob("../../examples/packs/siem-aws/*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".test.hcl") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	load := func(values map[string]string) hcl.Diagnostics {
		_, diags := schema.Load(dir, schema.Options{Part: schema.OrPack, Vars: values})
		return diags
	}
	for name, values := range refused {
		for _, value := range values {
			diags := load(map[string]string{name: value})
			if !slices.ContainsFunc(diags, func(d *hcl.Diagnostic) bool {
				return strings.Contains(d.Detail, "var."+name+" is refused by its validation")
			}) {
				t.Errorf("%s = %s: %v", name, value, diags)
			}
		}
	}
	taken := map[string]string{
		"sources": `[]`, "indices": `{ waf = ["a", "b-*"] }`, "silent_after": `{}`, "vpcflow_inside": `["203.0.113.7", "2001:db8::1", "2001:db8::/32"]`,
		"guardduty_ignored_types": `["Recon:EC2/Portscan"]`, "guardduty_samples": `true`, "waf_ignored_clients": `["203.0.113.7"]`,
		"elb_ignored": `["app/a/1"]`, "cloudfront_ignored_hosts": `["a.example.com"]`, "s3_public_buckets": `["site"]`,
		"r53_ignored_domains": `["compute.internal"]`, "cloudtrail_ignored_users": `["scanner"]`, "severity": `{ elb_5xx = 5 }`,
	}
	for name, value := range taken {
		if diags := load(map[string]string{name: value}); len(diags) > 0 {
			t.Errorf("%s = %s: %v", name, value, diags)
		}
	}
	if diags := load(taken); len(diags) > 0 {
		t.Errorf("all of them: %v", diags)
	}
}
