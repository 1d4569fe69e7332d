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
	if kind == xcontent.StartObject {
		kind = p.Next()
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

func (p parser) email() data {
	var account optional
	var d emailData
	p.fields(func(name string) {
		switch name {
		case "email_account_id":
			account.set(p.Text())
		case "recipient_list":
			d.recipients = p.recipients()
		case "email_group_id_list":
			d.groups = p.Texts()
		default:
			p.Skip()
		}
	})
	d.account = account.require("email_account_id")
	xcontent.Check(d.account != "", "emailAccountID is null or empty")
	return d
}

func (p parser) recipients() []string {
	p.Expect(xcontent.StartArray, p.Token())
	list := []string{}
	for p.Next() != xcontent.EndArray {
		var address optional
		p.fields(func(name string) {
			if name == "recipient" {
				address.set(p.Text())
				return
			}
			p.Skip()
		})
		checkAddress(address.require("recipient"))
		list = append(list, address.text)
	}
	return list
}

func (p parser) group() data {
	d, found := groupData{}, false
	p.fields(func(name string) {
		if name == "recipient_list" {
			d.recipients, found = p.recipients(), true
			return
		}
		p.Skip()
	})
	xcontent.Check(found, "recipient_list field absent")
	return d
}

func (p parser) smtp() data {
	var host, method, from optional
	port, hasPort := 0, false
	p.fields(func(name string) {
		switch name {
		case "host":
			host.set(p.Text())
		case "port":
			port, hasPort = p.Int(), true
		case "method":
			method.set(oneOf(p.Text(), "none", "ssl", "start_tls"))
		case "from_address":
			from.set(p.Text())
		default:
			p.Skip()
		}
	})
	d := smtpData{host: host.require("host"), port: port}
	xcontent.Check(hasPort, "port field absent")
	d.method, d.from = method.require("method"), from.require("from_address")
	xcontent.Check(d.host != "", "host is null or empty")
	xcontent.Check(d.port > 0, "port should be positive value")
	checkAddress(d.from)
	return d
}

func (p parser) ses() data {
	var region, role, from optional
	p.fields(func(name string) {
		switch name {
		case "region":
			region.set(p.Text())
		case "role_arn":
			role.setUnlessNull(p)
		case "from_address":
			from.set(p.Text())
		default:
			p.Skip()
		}
	})
	d := sesData{region: region.require("region"), from: from.require("from_address"), roleARN: role.text}
	xcontent.Check(d.region != "", "awsRegion is null or empty")
	checkAddress(d.from)
	checkRoleARN(role)
	return d
}
