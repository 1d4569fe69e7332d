package elastalert_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/elastalert"
)

// secret is one that stands in a rule.
const secret = "https://hooks.slack.com/services/T00/B00/s3cr3ts3cr3t"

const usual = "name: x\ntype: any\nindex: cwl-*\nrun_every: {minutes: 5}\nalert: slack\nslack_webhook_url: " + secret + "\n"

func convertOne(text string, o convert.Options) convert.Result {
	return elastalert.Convert([]convert.Source{{Name: "rules/x.yaml", Text: []byte(text)}}, o)
}

// TestTold: what is refused and noted, and where.
func TestTold(t *testing.T) {
	frequency := strings.Replace(usual, "type: any", "type: frequency\nnum_events: 3\ntimeframe: {minutes: 5}", 1)
	whitelist := strings.Replace(usual, "type: any", "type: whitelist\ncompare_key: a.keyword\nignore_null: true\nwhitelist: [x]", 1)
	for what, c := range map[string]struct {
		text string
		want []string
	}{
		"a rule":                    {usual, nil},
		"no YAML":                   {"a: [\n", []string{"E1 YAML that can't be read"}},
		"two documents":             {usual + "---\n" + usual, []string{"E1 No rule"}},
		"no mapping":                {"- a\n", []string{"E1 No rule"}},
		"nothing":                   {"{}", []string{"E1 No rule"}},
		"no type":                   {"name: x\n", []string{"E1 No rule"}},
		"another type":              {strings.Replace(usual, "any", "spike", 1), []string{"E2 Type of rule that is not converted"}},
		"a module":                  {strings.Replace(usual, "any", "my.rules.Odd", 1), []string{"E2 Type of rule that is not converted"}},
		"no index":                  {strings.Replace(usual, "index: cwl-*\n", "", 1), []string{"E1 Rule without an index"}},
		"no alert":                  {strings.Replace(usual, "alert: slack\n", "", 1), []string{"E1 Rule that tells nobody"}},
		"debug":                     {strings.Replace(usual, "slack\n", "debug\n", 1), []string{"W5 Rule that tells nobody"}},
		"jira":                      {strings.Replace(usual, "slack\n", "[slack, jira]\n", 1), []string{"E5 Alerter that is not converted"}},
		"no webhook":                {strings.Replace(usual, "slack\n", "mattermost\n", 1), []string{"E5 Webhook that is missing"}},
		"no topic":                  {strings.Replace(usual, "slack\n", "sns\n", 1), []string{"E5 Topic that is missing"}},
		"no sender":                 {strings.Replace(usual, "slack\n", "email\nemail: a@example.com\n", 1), []string{"E5 E-mail that is not whole"}},
		"posts of fields":           {strings.Replace(usual, "slack\n", "post\nhttp_post_url: https://example.com/hook\nhttp_post_payload: {user: a.b}\nhttp_post_static_payload: {team: soc}\nhttp_post_headers: {Authorization: Bearer s3cr3ts3cr3t}\n", 1), []string{"W5 Posts of a webhook"}},
		"posts":                     {strings.Replace(usual, "slack\n", "post\nhttp_post_url: https://example.com/hook\n", 1), []string{"E5 Alerter that is not converted"}},
		"texts of their own":        {strings.Replace(usual, "alert: slack", "alert: [slack, {sns: {sns_topic_arn: 'arn:x:t', alert_text: '{', alert_text_args: [a]}}]", 1), []string{"E5 Text that can't be filled in"}},
		"a channel":                 {usual + "slack_channel_override: '#soc'\n", []string{"W7 Channel of its own"}},
		"looks":                     {usual + "slack_msg_color: good\nslack_title: x\n", []string{"W7 How a message looks"}},
		"no interval":               {strings.Replace(usual, "run_every: {minutes: 5}\n", "", 1), []string{"W1 Rule that doesn't say how often it runs"}},
		"an odd interval":           {strings.Replace(usual, "{minutes: 5}", "{seconds: 90}", 1), []string{"W4 Time between runs"}},
		"a time that is none":       {strings.Replace(usual, "{minutes: 5}", "5m", 1), []string{"E4 Time that can't be read", "W1 Rule that doesn't say how often it runs"}},
		"frequency":                 {frequency, []string{"W4 Events are counted in other pieces"}},
		"frequency without a time":  {strings.Replace(frequency, "timeframe", "timeframes", 1), []string{"E1 Frequency that is not whole", "W4 Settings that are not known"}},
		"more than is counted":      {strings.Replace(frequency, "num_events: 3", "num_events: 20000", 1), []string{"E3 More events than are counted", "W4 Events are counted in other pieces"}},
		"many of a key":             {strings.Replace(frequency, "num_events: 3", "num_events: 20000\nquery_key: a", 1), []string{"W5 Events are counted in other pieces", "W4 Events without a group"}},
		"a name that is not known":  {strings.Replace(usual, "name: x", "name: ${NAME}", 1), []string{"E1 Value from the environment"}},
		"long silence":              {usual + "realert: {days: 2}\n", []string{"W7 Silence after a message", "W7 Silence after a message"}},
		"short silence":             {usual + "realert: {minutes: 5}\nquery_key: a\n", nil},
		"late":                      {usual + "buffer_time: {minutes: 30}\n", []string{"W7 Events that arrive late"}},
		"groups":                    {frequency + "query_key: [a, b.keyword]\n", []string{"W4 Events are counted in other pieces", "W9 Events without a group"}},
		"groups of what is unknown": {strings.Replace(frequency, "cwl-*", "logs-*", 1) + "query_key: a\n", []string{"W4 Events are counted in other pieces", "E9 Field that is not known"}},
		"a blacklist":               {strings.Replace(whitelist, "whitelist", "blacklist", 2), nil},
		"a list of what is unknown": {strings.NewReplacer("whitelist", "blacklist", "cwl-*", "logs-*", "a.keyword", "a").Replace(whitelist), []string{"E3 Field that is not known"}},
		"an index and a comma":      {strings.NewReplacer("whitelist", "blacklist", "cwl-*", "'cwl-*, '", "a.keyword", "a").Replace(whitelist), nil},
		"a whitelist":               {whitelist, nil},
		"a whitelist of words":      {strings.Replace(whitelist, "a.keyword", "a", 1), []string{"W3 Words instead of a whole text"}},
		"no ignore_null":            {strings.Replace(whitelist, "ignore_null: true\n", "", 1), []string{"E3 List that is missing"}},
		"no list":                   {strings.Replace(usual, "any", "blacklist", 1), []string{"E1 List that is missing"}},
		"a list of oddities":        {strings.Replace(whitelist, "[x]", `["!file x", "/x/", 1, 'a"b']`, 1), []string{"E5 List in a file", "E5 Regular expression in a list", "E5 Value that is no text", "E5 Quotes in a value"}},
		"a filter that is none":     {usual + "filter:\n- matchall: {}\n- x\n", []string{"E8 Filter that a server refuses", "E9 Filter that can't be read"}},
		"filters that are none":     {usual + "filter: {term: {a: b}}\n", []string{"E7 Filter that can't be read"}},
		"a number in base 60":       {usual + "filter:\n- term: {a: 22:00}\n", []string{"E8 Value without quotes"}},
		"the environment":           {usual + "filter:\n- term: {a: $HOME}\n", []string{"E8 Value from the environment"}},
		"Jinja":                     {usual + "alert_text: '{{ a }}'\nalert_text_type: alert_text_jinja\n", []string{"E7 Braces in a text", "E8 Template that is not converted"}},
		"a text with too few":       {usual + "alert_text: '{} {}'\nalert_text_args: [a]\n", []string{"E7 Text that can't be filled in"}},
		"a format":                  {usual + "alert_text: '{0:>10}'\nalert_text_args: [a]\n", []string{"E7 Text that can't be filled in"}},
		"a secret in a text":        {usual + "alert_text: " + secret + "\n", []string{"E1 Secret in a text"}},
		"a secret as an argument":   {usual + "alert_text: '{0}'\nalert_text_args: [slack_webhook_url]\n", []string{"E8 Setting in a text"}},
		"gathered":                  {usual + "aggregation: {hours: 1}\nsummary_table_fields: [a]\n", []string{"W7 Setting that is left out", "W8 Setting that is left out"}},
		"enhancements":              {usual + "match_enhancements: [my.Module]\n", []string{"E7 Setting that is not converted"}},
		"what nobody knows":         {usual + "realerts: 1\nteam: soc\n", []string{"W7 Settings that are not known"}},
		"epochs":                    {usual + "timestamp_type: unix\n", []string{"E7 Form of time that is not converted"}},
		"an odd priority":           {usual + "priority: 9\n", []string{"W7 Priority"}},
		"an import":                 {usual + "import: base.yaml\n", []string{"E7 Import that is not there"}},
		"an alias of itself":        {usual + "filter: &a [*a]\n", []string{"E7 Value that can't be read"}},
	} {
		r := convertOne(c.text, convert.Options{})
		var got []string
		for _, d := range r.Diagnostics {
			kind := "W"
			if d.Severity == hcl.DiagError {
				kind = "E"
			}
			got = append(got, kind+whole(d.Subject.Start.Line)+" "+d.Summary)
			if strings.Contains(d.Detail, "s3cr3t") {
				t.Errorf("%s: a secret is told: %s", what, d.Detail)
			}
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
		text, err := convert.Text(r.Objects)
		if err != nil || r.Refused() && len(r.Objects) > 0 || !r.Refused() && len(r.Objects) == 0 || strings.Contains(string(text), "s3cr3t") {
			t.Errorf("%s: %v\n%s", what, err, text)
		}
	}
}

func whole(n int) string { return string(rune('0' + n)) }

// TestFiles: settings come from the rule, what it imports, and config.yaml, in this order.
func TestFiles(t *testing.T) {
	files := []convert.Source{
		{Name: "ea/config.yaml", Text: []byte("rules_folder: rules\nrun_every: {minutes: 10}\nslack_webhook_url: " + secret + "\npriority: 4\n")},
		{Name: "ea/rules/one.yaml", Text: []byte("name: One\ntype: any\nimport: ../base.yaml\npriority: 1\nfilter: [{term: {own.keyword: a}}]\n")},
		{Name: "ea/rules/two.yaml", Text: []byte("name: Two\ntype: any\nimport: [../base.yaml]\n")},
		{Name: "ea/rules/three.yaml", Text: []byte("name: Three\nimport: ../typed.yaml\n")},
		{Name: "ea/typed.yaml", Text: []byte("type: any\nimport: ../base.yaml\n")}, // as the rule sees it
		{Name: "ea/rules/one.copy.yaml", Text: []byte("name: One\ntype: any\nindex: x\nalert: debug\n")},
		{Name: "ea/base.yaml", Text: []byte("index: cwl-*\nalert: slack\npriority: 2\nfilter: [{term: {base.keyword: b}}]\n")},
	}
	r := elastalert.Convert(files, convert.Options{})
	text, err := convert.Text(r.Objects)
	if err != nil || len(r.Diagnostics) != 1 || r.Diagnostics[0].Summary != "Rule that is there twice" {
		t.Fatal(err, r.Diagnostics)
	}
	for _, want := range []string{`interval = "10m"`, "severity = 1", "severity = 2", `{ term = { "base.keyword" = "b" } },` + "\n      " + `{ term = { "own.keyword" = "a" } },`, `filter  = [{ term = { "base.keyword" = "b" } }]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	if n := strings.Count(string(text), "monitor \""); n != 3 {
		t.Errorf("%d monitors:\n%s", n, text)
	}
	if n := strings.Count(string(text), "destination \"slack\""); n != 1 {
		t.Errorf("%d destinations for one webhook:\n%s", n, text)
	}
}

// FuzzConvert: whatever the files, they are converted or refused with places in them, and
// no webhook is in what is made or told.
func FuzzConvert(f *testing.F) {
	for _, o := range rules {
		f.Add(strings.TrimSuffix(o.yaml, "}") + ", index: cwl-*, alert: [slack, {email: {email: a@example.com, from_addr: b@example.com}}], slack_webhook_url: " + secret + "}")
	}
	f.Add(usual + "alert_text: '{0} {{x}} {}'\nalert_text_args: [a.b, 'c[0]', num_hits]\nalert_subject: '{}'\nalert_subject_args: [name]\n")
	f.Add("{}")
	f.Add(usual + "a: &a [x, x]\nb: &b [*a, *a]\nfilter: [{terms: {c: *b}}]\n")
	f.Add(usual + "a: &a\n  b: *a\nfilter:\n- *a\n<<: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := convertOne(text, convert.Options{})
		for _, d := range r.Diagnostics {
			if d.Subject == nil || d.Subject.End.Byte > len(text) {
				t.Errorf("%s has no place: %v", d.Summary, d.Subject)
			}
			if slices.Contains(r.Secrets, secret) && strings.Contains(d.Detail, secret) {
				t.Errorf("a secret is told: %s", d.Detail)
			}
		}
		if made, err := convert.Text(r.Objects); err == nil && slices.Contains(r.Secrets, secret) && strings.Contains(string(made), secret) {
			t.Errorf("a secret is in\n%s", made)
		}
	})
}
