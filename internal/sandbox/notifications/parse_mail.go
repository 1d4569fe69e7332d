package notifications

import "github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"

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
