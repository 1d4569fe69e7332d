package cloudwatch

import (
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/pattern"
)

var topicARN = pattern.New(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:([A-Za-z0-9_-]+(\.fifo)?)$`)

// topics are the destinations that were made of topics, by what alarms say of them.
type topics struct {
	made    map[string]string // addresses
	objects []convert.Object
	role    bool
}

const roleVariable = "sns_role_arn"

// destination is the address of the destination for an action of an alarm; false for an
// action that is no topic.
func (c *conversion) destination(v resource.Value, source convert.Source) (string, bool) {
	m := topicARN.FindStringSubmatch(v.Text)
	name := ""
	switch {
	case v.Kind == resource.Text && m != nil:
		name = m[1]
	case v.Kind == resource.Reference && c.mayBeTopic(v.Text):
		name = c.nameOf(v.Text)
	default:
		return "", false
	}
	key := string(rune('0'+int(v.Kind))) + v.Text
	if made, ok := c.topics.made[key]; ok {
		return made, true
	}
	label := c.labels.Take("destination.sns", name)
	b := generate.Block{Type: "destination", Labels: []string{"sns", label}}
	if v.Kind == resource.Text {
		b.Set("topic_arn", v.Text)
	} else {
		variable := c.labels.Take("variable", strings.TrimSuffix(label, "_topic")+"_topic_arn")
		c.variable(source, variable, "The ARN of the topic that was "+v.Text)
		b.Set("topic_arn", generate.Reference("var."+variable))
	}
	if !c.topics.role {
		c.topics.role = true
		c.variable(source, c.labels.Take("variable", roleVariable), "The role by which the cluster publishes to topics")
	}
	b.Set("role_arn", generate.Reference("var."+roleVariable))
	c.topics.objects = append(c.topics.objects, convert.Object{Source: source.Name, Block: b})
	if c.topics.made == nil {
		c.topics.made = map[string]string{}
	}
	c.topics.made[key] = "destination.sns." + label
	return c.topics.made[key], true
}

func (c *conversion) variable(source convert.Source, name, description string) {
	b := generate.Block{Type: "variable", Labels: []string{name}}
	b.Set("type", generate.Reference("string"))
	b.Set("description", description)
	c.variables = append(c.variables, convert.Object{Source: source.Name, Block: b})
}

// mayBeTopic is false for references to resources of the files that are no topics.
func (c *conversion) mayBeTopic(ref string) bool {
	for _, r := range c.resources {
		if ref == r.Ref || strings.HasPrefix(ref, r.Ref+".") {
			return r.Type == "AWS::SNS::Topic"
		}
	}
	return true
}

// nameOf is a name for what is referred to: a topic's, or the reference's.
func (c *conversion) nameOf(ref string) string {
	for _, r := range c.resources {
		if ref == r.Ref || strings.HasPrefix(ref, r.Ref+".") {
			if name := r.Properties.Get("TopicName"); name.Kind == resource.Text {
				return name.Text
			}
			return r.Label
		}
	}
	parts := strings.Split(ref, ".")
	if last := parts[len(parts)-1]; len(parts) > 1 && (last == "arn" || last == "Arn" || last == "id") {
		parts = parts[:len(parts)-1]
	}
	name := parts[len(parts)-1]
	for _, suffix := range []string{"_arn", "Arn", "ARN"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}
