package security

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// unauthorized is the answer to who is not known, whatever is wrong
// (security/wrong_password).
func unauthorized() error {
	return &rest.PlainError{
		Status: http.StatusUnauthorized, Text: "Unauthorized",
		Header: http.Header{"WWW-Authenticate": {`Basic realm="OpenSearch Security"`}},
	}
}

// forbidden is the 403 of a user who lacks permissions.
func forbidden(u *rest.User, missing []string) error {
	return rest.Errorf(http.StatusForbidden, "security_exception", "no permissions for [%s] and %s", strings.Join(missing, ", "), shown(u))
}

// shown is a user as the server prints him.
func shown(u *rest.User) string {
	return "User [name=" + u.Name + ", backend_roles=[" + strings.Join(u.BackendRoles, ", ") + "], requestedTenant=null]"
}
