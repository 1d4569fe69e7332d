package notifications

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

func (p parser) data(kind Kind) data {
	switch kind {
	case Webhook:
		return p.webhook()
	case SNS:
		return p.sns()
	case Email:
		return p.email()
	case EmailGroup:
		return p.group()
	case SMTP:
		return p.smtp()
	case SES:
		return p.ses()
	}
	return p.url(kind)
}

// optional is a text that may be missing or null.
type optional struct {
	text  string
	given bool
}

func (o *optional) set(text string) { o.text, o.given = text, true }

func (o *optional) setUnlessNull(p parser) {
	if p.Token() == xcontent.Null {
		*o = optional{}
		return
	}
	o.set(p.Text())
}

func (o optional) require(field string) string {
	xcontent.Check(o.given, "%s field absent", field)
	return o.text
}

func (p parser) url(kind Kind) data {
	var url optional
	p.fields(func(name string) {
		if name == "url" {
			url.set(p.Text())
			return
		}
		p.Skip()
	})
	d := urlData{kind, url.require("url")}
	checkURL(d.url)
	return d
}

func (p parser) webhook() data {
	var url optional
	d := webhookData{headers: &orderedjson.Object{}, method: "POST"}
	p.fields(func(name string) {
		switch name {
		case "url":
			url.set(p.Text())
		case "header_params":
			d.headers = p.texts()
		case "method":
			d.method = oneOf(p.Text(), "POST", "PUT", "PATCH")
		default:
			p.Skip()
		}
	})
	d.url = url.require("url")
	checkURL(d.url)
	return d
}

// oneOf is the text if it is one of the words, else the first of them: the
// server takes an unknown method for the default without a word.
func oneOf(text string, words ...string) string {
	for _, w := range words {
		if text == w {
			return w
		}
	}
	return words[0]
}

// texts reads an object of texts, as the server's mapStrings does: what is no
// object counts as an empty one, and of a list the parser has read only its
// bracket when it returns.
func (p parser) texts() *orderedjson.Object {
	kind := p.Token()
	switch kind {
	case xcontent.StartObject:
		kind = p.Next()
	case xcontent.StartArray:
		p.GoAstray()
	}
	o := &orderedjson.Object{}
	for kind == xcontent.FieldName {
		key := p.Name()
		p.Next()
		o.Set(key, p.Text())
		kind = p.Next()
	}
	return o
}

func (p parser) sns() data {
	var topic, role optional
	p.fields(func(name string) {
		switch name {
		case "topic_arn":
			topic.setUnlessNull(p)
		case "role_arn":
			role.setUnlessNull(p)
		default:
			p.Skip()
		}
	})
	d := snsData{topicARN: topic.require("topic_arn"), roleARN: role.text}
	checkTopicARN(d.topicARN)
	checkRoleARN(role)
	return d
}
