package cloudwatch

import (
	"bytes"
	"path"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudformation"
	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/convert/terraform"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Kind converts metric filters.
func Kind() convert.Kind {
	return convert.Kind{Name: "metric-filter", Short: "metric filters of CloudWatch with their alarms, in templates too", Convert: run}
}

func run(sources []convert.Source, o convert.Options) convert.Result {
	c := &conversion{options: o}
	var patterns, modules []convert.Source
	for _, s := range sources {
		switch languageOf(s) {
		case isTemplate:
			resources, problem := cloudformation.Read(s)
			if problem != nil {
				c.result.Refuse(s.Range(problem.At, problem.At+1), "A template can't be read", problem.Detail)
			}
			c.resources = append(c.resources, resources...)
		case isModule:
			modules = append(modules, s)
		default:
			patterns = append(patterns, s)
		}
	}
	resources, diags := terraform.Read(modules)
	c.result.Diagnostics = append(c.result.Diagnostics, diags...)
	c.resources = append(c.resources, resources...)
	if len(patterns) < len(sources) {
		c.run()
		c.nothing(sources)
	}
	for _, s := range patterns {
		c.alone(s)
	}
	c.result.Diagnostics = convert.Once(c.result.Diagnostics)
	convert.Ordered(c.result.Diagnostics, sources)
	return c.result
}

// nothing refuses sources in which there is nothing to be converted.
func (c *conversion) nothing(sources []convert.Source) {
	if len(c.filters)+len(c.alarms) == 0 && len(c.result.Diagnostics) == 0 {
		c.result.Refuse(sources[0].Whole(), "Nothing to convert", "There is no metric filter and no alarm: AWS::Logs::MetricFilter and AWS::CloudWatch::Alarm in CloudFormation, aws_cloudwatch_log_metric_filter and aws_cloudwatch_metric_alarm in Terraform.")
	}
}

// alone converts a pattern without an alarm: any event that matches alerts.
func (c *conversion) alone(s convert.Source) {
	text := strings.TrimRight(string(s.Text), " \t\r\n")
	v := resource.Of(resource.Text, text, s, s.Range(0, len(text)))
	search, ok := c.pattern(v)
	if !ok {
		return
	}
	indices, window := c.options.Search("")
	window.Lag = lag
	if len(search.Filter) > 0 {
		window.Filter = search.Filter
	}
	title := c.options.Title(s)
	m := convert.Monitor{Label: c.labels.Take("monitor", title), Name: title, Schedule: convert.Every(c.options.Every("")), Indices: indices, Search: window}
	t := convert.Trigger{Label: "any", Condition: []generate.Attribute{{Name: "hits", Value: "> 0"}}}
	if c.options.Destination != "" {
		t.Actions = []convert.Action{{Label: "notify", Destination: c.options.Destination, Subject: convert.Unmarked(title), Message: message(title, "", search.Shown), Throttle: throttle}}
	}
	m.Triggers = []convert.Trigger{t}
	c.result.Objects = append(c.result.Objects, m.Object(s))
}

// language is what a source is written in.
type language int

const (
	isPattern language = iota
	isTemplate
	isModule
)

var (
	moduleBlock  = pattern.New(`(?m)^\s*(resource|variable|module|locals|data|provider|terraform)\b[^=\n]*\{`)
	jsonObject   = pattern.New(`^\{\s*"`)
	templatePart = pattern.New(`(?m)^"?(Resources|AWSTemplateFormatVersion)"?\s*:`)
)

// languageOf tells what a source is by its name, and where that says nothing, by what it
// holds.
func languageOf(s convert.Source) language {
	switch strings.ToLower(path.Ext(s.Name)) {
	case ".tf":
		return isModule
	case ".yaml", ".yml", ".json", ".template":
		return isTemplate
	}
	text := bytes.TrimLeft(s.Text, " \t\r\n")
	switch {
	case jsonObject.Match(text), templatePart.Match(s.Text):
		return isTemplate
	case moduleBlock.Match(s.Text) && !bytes.HasPrefix(text, []byte("{")) && !bytes.HasPrefix(text, []byte("[")):
		return isModule
	}
	return isPattern
}
