# The controls: ids as texts, as 3.10 is not 3.1; what they are called; why they matter;
# how severe they are; and of those about changes which calls of which service they are.
# The benchmark's lists name no eventSource for 3.4, 3.5 and 3.10 to 3.14; without it
# calls of other services by the same name are found, too (CreatePolicy of Organizations,
# CreateRoute of App Mesh). calls are the benchmark's own; beyond are for var.beyond_cis.

locals {
  controls = {
    "3.1" = {
      title    = "Unauthorized API calls"
      severity = 3
      why      = "Calls were denied: a mistake in a policy, or somebody who tries what a stolen key can do."
    }
    "3.2" = {
      title    = "Console login without MFA"
      severity = 2
      why      = "A password alone let somebody into the console. Was it the owner, and why is there no MFA?"
    }
    "3.3" = {
      title    = "Root account used"
      severity = 1
      why      = "Root can do everything and is needed for next to nothing. Was this planned?"
    }
    "3.4" = {
      title    = "IAM policy changed"
      severity = 2
      why      = "Who changes policies changes what everybody may do, themselves first."
      source   = "iam.amazonaws.com"
      calls = [
        "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
        "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "AttachRolePolicy", "DetachRolePolicy",
        "AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy",
      ]
      beyond = ["SetDefaultPolicyVersion"] # an old version may allow more
    }
    "3.5" = {
      title    = "CloudTrail changed"
      severity = 1
      why      = "Without a trail nobody sees what comes next. Failed attempts count, too."
      source   = "cloudtrail.amazonaws.com"
      calls    = ["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"]
      beyond   = ["PutEventSelectors", "PutInsightSelectors"] # a trail that records nothing still runs
    }
    "3.6" = {
      title    = "Console login failed"
      severity = 3
      why      = "A wrong password or MFA code: a person in a hurry, or somebody who guesses."
    }
    "3.7" = {
      title    = "KMS key disabled or to be deleted"
      severity = 1
      why      = "What the key has encrypted can't be read any more; a deletion can be cancelled for 7 to 30 days."
      source   = "kms.amazonaws.com"
      calls    = ["DisableKey", "ScheduleKeyDeletion"]
      beyond   = ["DeleteImportedKeyMaterial", "DisableKeyRotation", "PutKeyPolicy"]
    }
    "3.8" = {
      title    = "S3 bucket policy changed"
      severity = 2
      why      = "A bucket may have become public, or its data may go elsewhere or expire."
      source   = "s3.amazonaws.com"
      # PutBucketLifecycleConfiguration is logged as PutBucketLifecycle: the list is right.
      calls = [
        "PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication",
        "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication",
      ]
      beyond = ["PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "PutBucketEncryption"]
    }
    "3.9" = {
      title    = "AWS Config changed"
      severity = 4 # the set-up of an account does it, too
      why      = "Config no longer records what changes, or sends it elsewhere."
      source   = "config.amazonaws.com"
      calls    = ["StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"]
      beyond   = ["DeleteConfigurationRecorder", "StartConfigurationRecorder", "DeleteConfigRule", "PutConfigRule"]
    }
    "3.10" = {
      title    = "Security group changed"
      severity = 3
      why      = "A port may be open that was not. Is it open to 0.0.0.0/0?"
      source   = "ec2.amazonaws.com"
      calls = [
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup",
      ]
      beyond = ["ModifySecurityGroupRules"] # by which the console edits rules, since 2021
    }
    "3.11" = {
      title    = "Network ACL changed"
      severity = 3
      why      = "What a whole subnet lets in and out may have changed."
      source   = "ec2.amazonaws.com"
      calls = [
        "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry",
        "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation",
      ]
      beyond = []
    }
    "3.12" = {
      title    = "Network gateway changed"
      severity = 3
      why      = "A network may have a way to the internet, or to another network, that it did not have."
      source   = "ec2.amazonaws.com"
      calls = [
        "CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway",
        "DeleteInternetGateway", "DetachInternetGateway",
      ]
      beyond = ["CreateEgressOnlyInternetGateway", "DeleteEgressOnlyInternetGateway", "CreateNatGateway", "DeleteNatGateway"]
    }
    "3.13" = {
      title    = "Route table changed"
      severity = 4 # deployments do it all day
      why      = "Traffic may take another way: to the internet, or past the firewall."
      source   = "ec2.amazonaws.com"
      calls = [
        "CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable",
        "DeleteRoute", "DisassociateRouteTable",
      ]
      beyond = ["AssociateRouteTable"] # which the benchmark forgot
    }
    "3.14" = {
      title    = "VPC changed"
      severity = 3
      why      = "A network came, went, or is joined to another one, perhaps somebody else's."
      source   = "ec2.amazonaws.com"
      calls = [
        "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc",
        "DisableVpcClassicLink", "EnableVpcClassicLink",
      ]
      beyond = []
    }
  }

  # For each control: its monitor's name, whether it is looked at, and its severity.
  name     = { for id, c in local.controls : id => "${var.name_prefix}CIS ${id} ${c.title}" }
  on       = { for id, c in local.controls : id => contains(var.controls, id) && !contains(var.exclude, id) }
  severity = { for id, c in local.controls : id => lookup(var.severity, id, c.severity) }
}
