package view

import "github.com/alertplan/alertplan/internal/indextemplate"

// TemplateJSON is how a cluster differs from an index template.
type TemplateJSON struct {
	FormatVersion string            `json:"format_version"`
	Kind          string            `json:"kind"` // cwl or cloudtrail
	Patterns      []string          `json:"patterns"`
	Differs       bool              `json:"differs"`   // something loses events or breaks alerts
	Templates     []UsedTemplate    `json:"templates"` // what the next index is made of, the last wins; none: the default mapping
	Newest        string            `json:"newest"`    // the newest index that there is; empty for none
	Findings      []TemplateFinding `json:"findings"`
}

// UsedTemplate is a template that the next index is made of.
type UsedTemplate struct {
	Name     string `json:"name"`
	Legacy   bool   `json:"legacy"`
	Priority int    `json:"priority"` // of a legacy one, the order
}

// TemplateFinding is a difference, or a note.
type TemplateFinding struct {
	Code        string   `json:"code"`   // such as grows
	Effect      string   `json:"effect"` // loses events, breaks alerts or note
	Index       string   `json:"index"`  // the index that has it; empty for the next one
	Paths       []string `json:"paths"`  // fields, or names of templates
	Found       string   `json:"found"`
	Summary     string   `json:"summary"`
	Consequence string   `json:"consequence"`
	WayOut      string   `json:"way_out"` // empty for a note
}

// NewTemplateJSON words a comparison, and says its exit status.
func NewTemplateJSON(c indextemplate.Comparison) (TemplateJSON, int) {
	out := TemplateJSON{
		FormatVersion: FormatVersion, Kind: string(c.Options.Kind), Patterns: c.Options.Patterns, Differs: indextemplate.Differs(c.Findings),
		Templates: []UsedTemplate{}, Newest: c.Newest, Findings: []TemplateFinding{},
	}
	for _, t := range c.Next.From {
		out.Templates = append(out.Templates, UsedTemplate{t.Name, t.Legacy, t.Priority})
	}
	for _, f := range c.Findings {
		words := templateWords(c, f)
		out.Findings = append(out.Findings, TemplateFinding{
			Code: string(f.Code), Effect: string(f.Effect), Index: f.Index, Paths: append([]string{}, f.Paths...), Found: f.Found,
			Summary: words.summary, Consequence: words.consequence, WayOut: words.wayOut,
		})
	}
	return out, TemplateStatus(c)
}
