package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/destination"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

func reader(t testing.TB, body string) *xcontent.Reader {
	t.Helper()
	r := xcontent.NewReader([]byte(body))
	if err := xcontent.Catch(func() { r.Expect(xcontent.StartObject, r.Next()) }); err != nil {
		t.Skip(err)
	}
	return r
}

// stored is the form of a destination that is stored, or why there is none.
func stored(t testing.TB, body string) string {
	t.Helper()
	d, err := destination.Parse(reader(t, body), 7)
	if err != nil {
		return err.Error()
	}
	o, f := d.Stored(4)
	if f != nil {
		return f.Error()
	}
	text, err := orderedjson.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDestination(t *testing.T) {
	const head = `{"id":"","type":"%","name":"n","schema_version":4,"seq_no":0,"primary_term":0,"last_update_time":7,`
	like := func(kind, content string) string {
		return strings.Replace(head, "%", kind, 1) + `"` + kind + `":` + content + "}"
	}
	for _, c := range []struct{ about, body, want string }{
		{"Slack", `{"name":"n","type":"slack","slack":{"url":"http://a"}}`, like("slack", `{"url":"http://a"}`)},
		{"Chime", `{"type":"chime","name":"n","chime":{"url":"http://a"},"unknown":{"a":[1]}}`, like("chime", `{"url":"http://a"}`)},
		{"a webhook by URL", `{"name":"n","type":"custom_webhook","custom_webhook":{"url":"http://a","port":"5","header_params":{"a":1}}}`,
			like("custom_webhook", `{"path":null,"header_params":{"a":"1"},"password":null,"scheme":null,"method":null,"port":5,"query_params":{},"host":null,"url":"http://a","username":null}`)},
		{"e-mail", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"email","email":"a@b.c"},{"type":"email_group","email_group_id":"g"}]}}`,
			like("email", `{"recipients":[{"type":"email","email":"a@b.c"},{"email_group_id":"g","type":"email_group"}],"email_account_id":"a"}`)},
		{"a test", `{"name":"n","type":"test_action","user":null}`, like("test_action", `"dummy"`)},

		{"no name", `{"type":"slack","slack":{"url":"a"}}`, "lateinit property name has not been initialized"},
		{"no type", `{"name":"n","slack":{"url":"a"}}`, "lateinit property type has not been initialized"},
		{"another type", `{"name":"n","type":"sns"}`, "Type should be one of the [chime, slack, custom_webhook, email, test_action]"},
		{"no object", `{"name":"n","type":"slack"}`, "Content is NULL for destination type slack"},
		{"another's object", `{"name":"n","type":"slack","chime":{"url":"a"}}`, "Content is NULL for destination type slack"},
		{"no URL", `{"name":"n","type":"slack","slack":{}}`, "lateinit property url has not been initialized"},
		{"an empty URL", `{"name":"n","type":"chime","chime":{"url":""}}`, "URL is null or empty"},
		{"more than a URL", `{"name":"n","type":"slack","slack":{"url":"a","x":1}}`, "Unexpected field: x, while parsing Slack destination"},
		{"more than a URL", `{"name":"n","type":"chime","chime":{"x":1}}`, "Unexpected field: x, while parsing Chime destination"},
		{"a webhook to nowhere", `{"name":"n","type":"custom_webhook","custom_webhook":{"path":"a"}}`, "Url or Host name must be provided."},
		{"a webhook's field", `{"name":"n","type":"custom_webhook","custom_webhook":{"x":1}}`, "Unexpected field: x, while parsing custom webhook destination"},
		{"no account", `{"name":"n","type":"email","email":{"recipients":[]}}`, "lateinit property emailAccountID has not been initialized"},
		{"nobody", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[]}}`, "At least one recipient must be provided"},
		{"an e-mail's field", `{"name":"n","type":"email","email":{"x":1}}`, "Unexpected field: x, while parsing email destination"},
		{"another recipient", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"sms"}]}}`, "Type should be one of [email, email_group]"},
		{"a recipient without a type", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{}]}}`, "lateinit property type has not been initialized"},
		{"no group", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"email_group"}]}}`, "Email group ID is null"},
		{"no address", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"email"}]}}`, "Email is null"},
		{"a bad address", `{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"email","email":"a@b"}]}}`, "Invalid email"},
	} {
		if have := stored(t, c.body); have != c.want && !strings.HasSuffix(have, c.want) {
			t.Errorf("%s: %s\nhave %s\nwant %s", c.about, c.body, have, c.want)
		}
	}
}

func TestAccountsAndGroups(t *testing.T) {
	const badName = "Invalid email account name. Valid characters are upper and lowercase a-z, 0-9, and _ (underscore)."
	for _, c := range []struct{ about, body, want string }{
		{"whole", `{"name":"a_1","email":"a@b.c","host":"h","port":25,"method":"ssl"}`, ""},
		{"without a port", `{"name":"a","email":"a@b.c","host":"h","method":"starttls"}`, ""},
		{"no name", `{"email":"a@b.c","host":"h","method":"ssl"}`, "lateinit property name has not been initialized"},
		{"no address", `{"name":"a","host":"h","method":"ssl"}`, "lateinit property email has not been initialized"},
		{"no host", `{"name":"a","email":"a@b.c","method":"ssl"}`, "lateinit property host has not been initialized"},
		{"no method", `{"name":"a","email":"a@b.c","host":"h"}`, "lateinit property method has not been initialized"},
		{"another method", `{"name":"a","email":"a@b.c","host":"h","method":"tls"}`, "Method should be one of [none, ssl, starttls]"},
		{"a dash", `{"name":"a-b","email":"a@b.c","host":"h","method":"none"}`, badName},
		{"an empty name", `{"name":"","email":"a@b.c","host":"h","method":"none"}`, badName},
		{"a bad address", `{"name":"a","email":"a","host":"h","method":"none"}`, "Invalid email"},
	} {
		_, err := destination.ParseAccount(reader(t, c.body))
		checkError(t, c.about, err, c.want)
	}
	for _, c := range []struct{ about, body, want string }{
		{"whole", `{"name":"a-1","emails":[{"email":"a@b.c"},{"email":"\"xy\"@[10.0.0.1]"}]}`, ""},
		{"empty", `{"name":"a"}`, ""},
		{"no name", `{"emails":[]}`, "lateinit property name has not been initialized"},
		{"a blank", `{"name":"a b"}`, "Invalid email group name. Valid characters are upper and lowercase a-z, 0-9, _ (underscore) and - (hyphen)."},
		{"a field", `{"name":"a","x":1}`, "Unexpected field: x, while parsing email group"},
		{"an entry's field", `{"name":"a","emails":[{"x":1}]}`, "Unexpected field: x, while parsing email entry"},
		{"no address", `{"name":"a","emails":[{}]}`, "lateinit property email has not been initialized"},
		{"an empty address", `{"name":"a","emails":[{"email":""}]}`, "Email entry must have a non-empty email"},
		{"a bad address", `{"name":"a","emails":[{"email":"a@b@c.d"}]}`, "Invalid email"},
	} {
		_, err := destination.ParseGroup(reader(t, c.body))
		checkError(t, c.about, err, c.want)
	}
}

func checkError(t *testing.T, about string, err error, want string) {
	t.Helper()
	have := ""
	if err != nil {
		have = err.Error()
	}
	if have != want && (want == "" || !strings.HasSuffix(have, want)) {
		t.Errorf("%s: have %q, want %q", about, have, want)
	}
}

func TestHook(t *testing.T) {
	for _, c := range []struct{ about, body, subject, want string }{
		{"Slack", `"slack","slack":{"url":" http://a/b "}`, "", `POST http://a/b [] {"text":"m"}`},
		{"with a subject", `"slack","slack":{"url":"http://a"}`, "s", `POST http://a [] {"text":"s \n\n m"}`},
		{"Chime", `"chime","chime":{"url":"http://a"}`, "", `POST http://a [] {"Content":"m"}`},
		{"a webhook", `"custom_webhook","custom_webhook":{"url":"http://a"}`, "s", `POST http://a [[Content-Type application/json]] m`},
		{"its headers", `"custom_webhook","custom_webhook":{"url":"http://a","method":"PUT","header_params":{"X":"y"}}`, "", `PUT http://a [[X y]] m`},
		{"its parts", `"custom_webhook","custom_webhook":{"host":"h","path":"a b","query_params":{"q":"ü &"}}`, "",
			`POST https://h/a%20b?q=%C3%BC+%26 [[Content-Type application/json]] m`},
		{"a path that is forgotten", `"custom_webhook","custom_webhook":{"scheme":"http","host":"h","port":80,"path":"/a"}`, "",
			`POST http://h:80 [[Content-Type application/json]] m`},
		{"another method", `"custom_webhook","custom_webhook":{"url":"http://a","method":"GET"}`, "",
			"Invalid method supplied. Only POST, PUT and PATCH are allowed"},
	} {
		d, err := destination.Parse(reader(t, `{"name":"n","type":`+c.body+`}`), 7)
		if err != nil {
			t.Fatal(err)
		}
		h, err := d.Hook(c.subject, "m")
		have := fmt.Sprint(h.Method, " ", h.URL, " ", h.Headers, " ", h.Body)
		if err != nil {
			have = err.Error()
		}
		if have != c.want {
			t.Errorf("%s:\nhave %s\nwant %s", c.about, have, c.want)
		}
	}
}

// What was taken is stored in a form that is taken again, and stays as it is.
func FuzzParse(f *testing.F) {
	f.Add(`{"name":"n","type":"custom_webhook","custom_webhook":{"host":"h","port":"5","header_params":{"a":1},"query_params":[]}}`)
	f.Add(`{"name":"n","type":"email","email":{"email_account_id":"a","recipients":[{"type":"email","email":"a@b.c","x":[1]},{"type":"email_group","email_group_id":"g"}]}}`)
	f.Add(`{"name":"n","type":"slack","slack":{"url":"a"},"test":{"type":"chime"},"last_update_time":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		_, _ = destination.ParseAccount(reader(t, body))
		_, _ = destination.ParseGroup(reader(t, body))
		first := stored(t, body)
		if !strings.HasPrefix(first, `{"id":`) {
			return
		}
		if again := stored(t, first); again != first {
			t.Fatalf("stored\n%s\nagain\n%s", first, again)
		}
	})
}
