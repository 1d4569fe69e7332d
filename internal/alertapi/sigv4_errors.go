package alertapi

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
)

// credentialsError is a request that could not be signed, and so was not sent.
type credentialsError struct {
	reason string
	err    error
}

func (e *credentialsError) Error() string { return e.reason }
func (e *credentialsError) Unwrap() error { return e.err }

// whyNoProfile words what the SDK says of the environment and the files in ~/.aws.
func whyNoProfile(err error) error {
	var missing config.SharedConfigProfileNotExistError
	if errors.As(err, &missing) {
		return fmt.Errorf("there is no AWS profile %q in ~/.aws/config and ~/.aws/credentials (or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point to): `aws configure list-profiles` shows those that there are", missing.Profile)
	}
	return fmt.Errorf("the AWS configuration can't be used: %s", oneLine(err.Error()))
}

// whyNone says why there are no credentials, and the way out. The SDK's own words
// of what it asks name no secret.
func (s *credentialSource) whyNone(err error) string {
	var noToken *ssocreds.InvalidTokenError
	var process *processcreds.ProviderError
	var mfa config.AssumeRoleTokenProviderNotSetError
	var refused smithy.APIError
	asked := askedService(err)
	switch {
	case errors.As(err, &mfa):
		return "the AWS profile asks for a code of an MFA device, which can't be asked for here: make a session first, such as with `aws sts get-session-token`, and set its AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
	case errors.As(err, &noToken):
		return s.whyNoSSO("")
	case (asked == "SSO" || asked == "SSO OIDC") && errors.As(err, &refused):
		return s.whyNoSSO(refused.ErrorCode())
	case asked == "SSO", asked == "SSO OIDC":
		return "AWS SSO, which gives the credentials of the profile, can't be reached: " + innermost(err)
	case errors.As(err, &process):
		return "the credential_process of the AWS profile fails: " + processReason(process)
	case asked == "STS" && errors.As(err, &refused):
		return s.whyNoRole(refused)
	case asked == "ec2imds":
		return s.whyNothingFound()
	case errors.Is(err, context.DeadlineExceeded):
		return "getting AWS credentials took too long; see `--timeout`, and whether " + s.from() + " can be reached from here"
	case asked == "STS":
		return "AWS STS, which gives the credentials of the role, can't be reached: " + innermost(err)
	}
	return "no AWS credentials could be had: " + innermost(err)
}

// whyNoSSO says why a session gives no credentials.
func (s *credentialSource) whyNoSSO(code string) string {
	if code == "ForbiddenException" || code == "ResourceNotFoundException" {
		return fmt.Sprintf("AWS SSO gives this session no credentials of the profile's account and role (%s): look at sso_account_id and sso_role_name, and at what is assigned to the user", code)
	}
	return fmt.Sprintf("the AWS SSO session has expired, or there is none: log in with `aws sso login%s`", s.profileFlag())
}

// processReason words the failure of a program that gives credentials. The SDK
// quotes what it printed, which holds them.
func processReason(err *processcreds.ProviderError) string {
	text := err.Unwrap().Error()
	if strings.HasPrefix(text, "parse failed of process output") {
		return "what it prints is not the JSON that the SDK wants (Version, AccessKeyId, SecretAccessKey, …)"
	}
	return oneLine(text)
}

// askedService is the service of AWS that the SDK asked in vain, the innermost one.
func askedService(err error) string {
	service := ""
	for err != nil {
		var operation *smithy.OperationError
		if !errors.As(err, &operation) {
			break
		}
		service, err = operation.ServiceID, operation.Err
	}
	return service
}

// innermost is what a chain of causes comes down to: who could not be reached, or
// the last of them.
func innermost(err error) string {
	var unreached *url.Error
	if errors.As(err, &unreached) {
		return oneLine(maskUserInfo(unreached.Error()))
	}
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return oneLine(maskUserInfo(err.Error()))
}

func (s *credentialSource) profileFlag() string {
	if profile := s.profile(); profile != "" {
		return " --profile " + profile
	}
	return ""
}

func (s *credentialSource) profile() string {
	for _, name := range []string{s.cfg.Profile, os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE")} {
		if name != "" {
			return name
		}
	}
	return ""
}

// whyNothingFound lists what was looked for, in the SDK's order.
func (s *credentialSource) whyNothingFound() string {
	var looked []string
	if s.cfg.Profile == "" {
		looked = append(looked, "the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_WEB_IDENTITY_TOKEN_FILE)")
	}
	profile := s.profile()
	if profile == "" {
		profile = "default"
	}
	looked = append(looked, fmt.Sprintf("profile %q in ~/.aws", profile), "the role of a container (AWS_CONTAINER_CREDENTIALS_…)")
	machine := "the role of this machine (at 169.254.169.254)"
	if strings.EqualFold(os.Getenv("AWS_EC2_METADATA_DISABLED"), "true") {
		machine += ", which AWS_EC2_METADATA_DISABLED forbids to ask for"
	}
	return "there are no AWS credentials. Looked for, in vain: " + strings.Join(append(looked, machine), "; ") +
		". Set the variables, or log in to a profile, such as with `aws sso login`, and name it: profile = \"…\" in the aws block, or AWS_PROFILE"
}

// whyNoRole says why STS gives no credentials of a role. The message is the
// service's; it names users and roles, no secrets.
func (s *credentialSource) whyNoRole(refused smithy.APIError) string {
	role, trust := "the role of the environment or the profile", "The role's trust policy must let this identity in"
	if s.cfg.AssumeRole != nil {
		role = s.cfg.AssumeRole.RoleARN
		trust = "The role's trust policy must name the user, and its external id must be that of assume_role; the user needs sts:AssumeRole on it"
	}
	out := fmt.Sprintf("%s can't be assumed: %s: %s", role, oneLine(refused.ErrorCode()), strings.TrimSuffix(oneLine(withoutCanonical(refused.ErrorMessage())), "."))
	switch refused.ErrorCode() {
	case "AccessDenied":
		return out + ". " + trust
	case "ExpiredToken", "ExpiredTokenException":
		return out + ". The credentials to assume it with have expired: renew them, such as with `aws sso login" + s.profileFlag() + "`"
	case "InvalidClientTokenId", "UnrecognizedClientException":
		return out + ". The access key to assume it with is not one of AWS's, or its AWS_SESSION_TOKEN is missing"
	case "SignatureDoesNotMatch":
		return out + ". The secret key to assume it with is wrong, or this machine's clock"
	case "ValidationError":
		return out + ". See role_arn, external_id and session_name of assume_role"
	}
	return out
}
