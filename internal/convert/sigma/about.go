package sigma

import "strings"

// comment says above a monitor where it comes from.
func (c *converter) comment() []string {
	line := "From the Sigma rule " + c.rule.title
	if c.rule.correlation != nil {
		line = "From the Sigma correlation " + c.rule.title
	}
	if status := c.rule.word("status"); status == "deprecated" || status == "unsupported" {
		c.note(c.rule.get("status"), "Rule that is out of use", "Its authors call this rule "+status+".")
	}
	return []string{line + "."}
}

// about is what the rule says of itself: kept with the monitor on the cluster, for those
// who look into an alert.
func (r *rule) about() string {
	var lines []string
	if text := r.word("description"); text != "" {
		lines = append(lines, text)
	}
	var facts []string
	for _, key := range []string{"id", "status", "level", "author", "date", "modified", "license"} {
		if text := strings.Join(r.words(key), ", "); text != "" {
			facts = append(facts, key+" "+text)
		}
	}
	if len(facts) > 0 {
		lines = append(lines, "Sigma rule: "+strings.Join(facts, "; ")+".")
	}
	if tags := r.words("tags"); len(tags) > 0 {
		lines = append(lines, "Tags: "+strings.Join(tags, ", ")+".")
	}
	if cases := r.words("falsepositives"); len(cases) > 0 {
		lines = append(lines, "False positives: "+strings.TrimSuffix(strings.Join(cases, "; "), ".")+".")
	}
	if links := append(r.words("references"), r.words("reference")...); len(links) > 0 {
		lines = append(lines, "References: "+strings.Join(links, " "))
	}
	if len(lines) > 1 {
		lines = append(lines, "") // as texts of several lines end in files
	}
	return strings.Join(lines, "\n")
}
