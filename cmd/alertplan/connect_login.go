package main

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/schema"
)

// logIn takes the login of the environment, else that of the URL, else that of the
// block. One that is signed for AWS is not overridden: whoever sets a user beside it
// means another cluster.
func (a *app) logIn(settings *alertapi.Config, block schema.Cluster) error {
	if user := userIn(settings.URL); user != nil && block.AWS == nil {
		password, _ := user.Password()
		block = schema.Cluster{Username: user.Username(), Password: destinations.NewSecret(password)}
	}
	user := a.isSet(envUsername, envPassword, envPasswordFile)
	token := a.isSet(envToken, envTokenFile)
	switch {
	case user != "" && token != "":
		return fmt.Errorf("%s and %s are set, and one login can be sent only: unset one of them", user, token)
	case block.AWS != nil && user+token != "":
		return fmt.Errorf("%s is set, but requests to cluster %q are signed (aws): unset it, or take the aws block out", cmp.Or(user, token), block.Name)
	case token != "":
		return a.takeToken(settings, schema.Cluster{})
	case user != "":
		return a.takePassword(settings, block)
	case block.LoginMissing != "":
		return fmt.Errorf("the login of cluster %q is not known: %s has no value", block.Name, block.LoginMissing)
	case block.AWS != nil:
		settings.AWS = signatureOf(*block.AWS)
		return nil
	}
	return errors.Join(a.takePassword(settings, block), a.takeToken(settings, block))
}

// lendsLogin tells whether a secret that a block has for its own URL goes to another
// place, where everybody on the way can read it. Whoever gives the login apart from
// the block has meant the place; and a signature for AWS gives nothing away.
func (a *app) lendsLogin(settings alertapi.Config, block schema.Cluster) bool {
	secret := settings.Password.Reveal() != "" || settings.Token.Reveal() != ""
	given := userIn(settings.URL) != nil || a.isSet(envPassword, envPasswordFile, envToken, envTokenFile) != ""
	u, err := url.Parse(strings.TrimSpace(settings.URL))
	return secret && !given && err == nil && u.Scheme == "http" && block.URL != "" && !samePlace(settings.URL, block.URL)
}

// userIn is who stands in a URL, nil for nobody.
func userIn(text string) *url.Userinfo {
	u, err := url.Parse(text)
	if err != nil {
		return nil // told by the client
	}
	return u.User
}

// isSet is the first of the names that the environment gives a value.
func (a *app) isSet(names ...string) string {
	for _, name := range names {
		if a.env(name) != "" {
			return name
		}
	}
	return ""
}

func (a *app) takePassword(settings *alertapi.Config, block schema.Cluster) error {
	settings.Username = cmp.Or(a.env(envUsername), block.Username)
	if settings.Username == "" && block.LoginMissing != "" {
		return fmt.Errorf("the user of cluster %q is not known: %s has no value. Give it one, or set %s", block.Name, block.LoginMissing, envUsername)
	}
	password, err := a.secretOf(envPassword, cmp.Or(a.env(envPasswordFile), block.PasswordFile))
	if err != nil {
		return fmt.Errorf("the password file can't be read: %w", err)
	}
	if settings.Password = block.Password; password != nil {
		settings.Password = *password
	}
	if password != nil && settings.Username == "" {
		return fmt.Errorf("there is a password, but no user to log in: set %s", envUsername)
	}
	return nil
}

func (a *app) takeToken(settings *alertapi.Config, block schema.Cluster) error {
	token, err := a.secretOf(envToken, cmp.Or(a.env(envTokenFile), block.TokenFile))
	if err != nil {
		return fmt.Errorf("the token file can't be read: %w", err)
	}
	if settings.Token = block.Token; token != nil {
		settings.Token = *token
	}
	if reason, unknown := settings.Token.Unknown(); !unknown && reason == "" && token != nil && token.Reveal() == "" {
		return errors.New("the token file is empty")
	}
	return nil
}

// secretOf is a secret of the environment, else of a file; nil for neither.
func (a *app) secretOf(name, file string) (*destinations.Secret, error) {
	text := a.env(name)
	if text == "" && file == "" {
		return nil, nil
	}
	if text == "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		text = strings.TrimRight(string(content), "\r\n")
	}
	secret := destinations.NewSecret(text)
	return &secret, nil
}

func signatureOf(block schema.AWS) *alertapi.AWS {
	out := &alertapi.AWS{Region: block.Region, Service: block.Service, Profile: block.Profile}
	if block.AssumeRole != nil {
		role := alertapi.AssumeRole(*block.AssumeRole)
		out.AssumeRole = &role
	}
	return out
}

// proxyVariables are where the environment names proxies.
var proxyVariables = []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"}

// hideCredentials hides what the client sends to log in, there and at proxies, as
// it is given, as a URL writes it, and as the header holds it.
func (a *app) hideCredentials(settings alertapi.Config) {
	a.hideLogin(settings.Username, settings.Password.Reveal())
	if token := settings.Token.Reveal(); token != "" {
		a.hide(token)
	}
	a.hideLoginOf(settings.URL)
	for _, name := range proxyVariables {
		a.hideLoginOf(a.env(name))
	}
}

// hideLoginOf hides what stands before a URL's host, be it a URL or not.
func (a *app) hideLoginOf(text string) {
	if _, rest, found := strings.Cut(text, "://"); found {
		text = rest
	}
	end := strings.LastIndexByte(text, '@')
	if end < 0 {
		return
	}
	user, password, _ := strings.Cut(text[:end], ":")
	a.hideLogin(user, password)
	if u, err := url.PathUnescape(user); err == nil {
		p, _ := url.PathUnescape(password)
		a.hideLogin(u, p)
	}
}

func (a *app) hideLogin(user, password string) {
	if password != "" {
		a.hide(password, base64.StdEncoding.EncodeToString([]byte(user+":"+password)))
	}
}
