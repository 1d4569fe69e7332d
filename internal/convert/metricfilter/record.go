package metricfilter

import (
	"slices"
	"strings"
)

// kind is what a field holds.
type kind int

const (
	unknown kind = iota
	texts
	numbers
	flags
	dates
)

// kinds of fields by their types in a mapping.
var kinds = map[string]kind{
	"text": texts, "keyword": texts, "wildcard": texts, "match_only_text": texts, "constant_keyword": texts, "ip": texts,
	"long": numbers, "integer": numbers, "short": numbers, "byte": numbers, "double": numbers, "float": numbers, "half_float": numbers, "scaled_float": numbers, "unsigned_long": numbers,
	"boolean": flags, "date": dates, "date_nanos": dates,
}

// recordTexts are the parts of a CloudTrail event that hold texts, some of them texts in
// digits (CloudTrail user guide, "CloudTrail record contents" and "userIdentity
// element"). errorCode is not among them: other logs have numbers there.
var recordTexts = []string{"eventVersion", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorMessage", "requestID", "eventID",
	"eventType", "apiVersion", "recipientAccountId", "sharedEventID", "vpcEndpointId", "vpcEndpointAccountId", "eventCategory", "userIdentity"}

// recordDates are those that dynamic mapping takes for dates.
var recordDates = []string{"eventTime", "userIdentity.sessionContext.attributes.creationDate"}

// nullable are the parts that CloudTrail writes as null where there is nothing.
var nullable = []string{"requestParameters", "responseElements"}

// longFields often hold texts of more than 256 characters, as measured on a real
// account: a third of the user agents, a seventh of the error messages.
var longFields = map[string]bool{"userAgent": true, "errorMessage": true}

// kind is what a field holds, as the mapping has it, else as CloudTrail has it.
func (c *converter) kind(field string) kind {
	if k, known := kinds[c.fields.Type(field)]; known {
		return k
	}
	switch {
	case slices.Contains(recordDates, field):
		return dates
	case isPart(field, recordTexts):
		return texts
	}
	return unknown
}

// inRecord tells whether CloudTrail has a field, which is then never null.
func inRecord(field string) bool { return isPart(field, recordTexts) || field == "errorCode" }

func isPart(field string, of []string) bool {
	top, _, _ := strings.Cut(field, ".")
	return slices.Contains(of, top)
}

// path is the field that a selector names. Lists are the values of their elements.
func (c *converter) path(s Selector) (string, *Problem) {
	var names []string
	for _, step := range s.Steps {
		switch step.Kind {
		case Member:
			names = append(names, step.Name)
		case Element:
			return "", cannot(s.At, "A search can't ask for one element of a list", "An index keeps the values of a list without their places, so %s can't be told from any other element. If any will do, write [*].", s.Text)
		case AnyMember:
			return "", cannot(s.At, "A search can't ask for any member", "%s stands for members of any name. Name them, with || between.", s.Text)
		}
	}
	if len(names) == 0 {
		return "", cannot(s.At, "An event is no list", "%s names no property of the event.", s.Text)
	}
	field := strings.Join(names, ".")
	if strings.ContainsAny(field, "*\\") || strings.HasPrefix(field, ".") || strings.HasSuffix(field, ".") || strings.Contains(field, "..") {
		return "", cannot(s.At, "No field of an index has this name", "%q can't be the name of a field.", field)
	}
	return field, nil
}

// show notes a field that an event has which matches.
func (c *converter) show(field string) {
	if !slices.Contains(c.shown, field) {
		c.shown = append(c.shown, field)
	}
}

// any tells whether a selector stands for any element of a list.
func (s Selector) any() bool {
	return slices.ContainsFunc(s.Steps, func(step Step) bool { return step.Kind == AnyElement })
}
