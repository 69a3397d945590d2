package terraform_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"alex/internal/config"
)

// TestDatabaseIsServerless: Aurora's PostgreSQL 15 with the Data API, whose port
// nobody reaches.
func TestDatabaseIsServerless(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/rds")
	cluster := m.one(t, "resource", "aws_rds_cluster")
	m.holds(t, cluster, map[string]string{
		"engine": `"aurora-postgresql"`, "engine_mode": `"provisioned"`, "engine_version": "var.engine_version", "database_name": `"alex"`,
		"enable_http_endpoint": "true", "vpc_security_group_ids": "[aws_security_group.closed.id]",
		"deletion_protection": "var.deletion_protection", "skip_final_snapshot": "false", "backup_retention_period": "var.backup_days",
	})
	m.holds(t, m.one(t, "resource", "aws_rds_cluster_instance"), map[string]string{
		"instance_class": `"db.serverless"`, "publicly_accessible": "false", "cluster_identifier": "aws_rds_cluster.this.id",
	})
	if rules := len(m.one(t, "resource", "aws_security_group").Blocks) + len(m.of("resource", "aws_vpc_security_group_ingress_rule")) + len(m.of("resource", "aws_security_group_rule")); rules > 0 {
		t.Errorf("%d rules let somebody in", rules)
	}
	root := read(t, ".")
	if d := value(t, attribute(t, root.one(t, "variable", "database_deletion_protection"), "default"), nil); d.False() {
		t.Error("the database can be deleted by a slip")
	}
	for version, want := range map[string]bool{"15": true, "15.7": true, "15.12": true, "15.6": false, "16.3": false} {
		if got := accepts(t, m, "engine_version", values{"engine_version": cty.StringVal(version)}); got != want {
			t.Errorf("PostgreSQL %s: %v", version, got)
		}
	}
}

// TestDatabaseSleeps after five minutes where it may, and half a unit of capacity or
// more keeps it awake.
func TestDatabaseSleeps(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/rds")
	scaling := inside(t, m.one(t, "resource", "aws_rds_cluster"), "serverlessv2_scaling_configuration")
	m.holds(t, scaling, map[string]string{"min_capacity": "var.min_capacity", "max_capacity": "var.max_capacity"})
	if d := value(t, attribute(t, root.one(t, "variable", "database_min_capacity"), "default"), nil); !d.RawEquals(cty.Zero) {
		t.Errorf("by itself it has %v units at least", d)
	}
	root.holds(t, root.one(t, "module", "rds"), map[string]string{"min_capacity": "var.database_min_capacity"})
	for _, c := range []struct {
		units float64
		takes bool
		pause cty.Value
	}{{0, true, cty.NumberIntVal(300)}, {0.5, true, cty.NullVal(cty.Number)}, {2, true, cty.NullVal(cty.Number)}, {0.3, false, cty.NilVal}, {-1, false, cty.NilVal}} {
		v := values{"min_capacity": cty.NumberFloatVal(c.units), "max_capacity": cty.NumberIntVal(4)}
		if got := accepts(t, m, "min_capacity", v); got != c.takes {
			t.Errorf("%v units: %v", c.units, got)
		}
		if !c.takes {
			continue
		}
		if got := value(t, attribute(t, scaling, "seconds_until_auto_pause"), scope(m, v, nil)); !got.RawEquals(c.pause) {
			t.Errorf("with %v units it sleeps after %v", c.units, got)
		}
	}
}

// TestDatabaseHasNoPasswordHere: RDS makes, keeps and changes it; Alex is told where
// it lies, and asks as the function's role.
func TestDatabaseHasNoPasswordHere(t *testing.T) {
	t.Parallel()
	m := read(t, "modules/rds")
	cluster := m.one(t, "resource", "aws_rds_cluster")
	m.holds(t, cluster, map[string]string{"manage_master_user_password": "true", "iam_database_authentication_enabled": "true"})
	for _, name := range []string{"master_password", "master_password_wo"} {
		if cluster.Attributes[name] != nil {
			t.Errorf("it has a %s", name)
		}
	}
	rotation := m.one(t, "resource", "aws_secretsmanager_secret_rotation")
	m.holds(t, rotation, map[string]string{"secret_id": "aws_rds_cluster.this.master_user_secret[0].secret_arn"})
	m.holds(t, inside(t, rotation, "rotation_rules"), map[string]string{"automatically_after_days": "var.rotation_days"})

	made := values{"aws_rds_cluster": object(values{"this": object(values{
		"database_name": cty.StringVal("alex"), "arn": cty.StringVal("arn:aws:rds:eu-central-1:123456789012:cluster:alex-dev-database"),
		"master_user_secret": cty.TupleVal([]cty.Value{object(values{"secret_arn": cty.StringVal("arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-1-abc")})}),
	})})}
	got := value(t, attribute(t, m.one(t, "output", "database_url"), "value"), scope(m, nil, made)).AsString()
	if want := "rdsdata://alex?cluster=arn:aws:rds:eu-central-1:123456789012:cluster:alex-dev-database&secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-1-abc"; got != want {
		t.Errorf("it is at %s", got)
	}
	if _, err := config.Load(map[string]string{"ALEX_DATABASE_URL": got}); err != nil {
		t.Error(err)
	}
	functions := read(t, "modules/lambda")
	for url, want := range map[string]bool{got: true, "postgres://alex:hush@db/alex": false, "postgres://db/alex?password=hush": false} {
		if got := accepts(t, functions, "database_url", values{"database_url": cty.StringVal(url)}); got != want {
			t.Errorf("functions take %s: %v", url, got)
		}
	}
}

// TestSecretsAreMadeWithoutValues: those of others are empty until an operator fills
// them, and those that Alex makes for itself are written without a trace in the state.
func TestSecretsAreMadeWithoutValues(t *testing.T) {
	t.Parallel()
	root, m := read(t, "."), read(t, "modules/security")
	versions := m.of("resource", "aws_secretsmanager_secret_version")
	if len(versions) != 1 {
		t.Fatalf("%d values are written", len(versions))
	}
	m.holds(t, versions[0].Body, map[string]string{
		"for_each": "local.generated", "secret_string_wo": "ephemeral.aws_secretsmanager_random_password.generated[each.key].random_password",
		"secret_string_wo_version": "each.value",
	})
	for _, name := range []string{"secret_string", "secret_binary"} {
		if versions[0].Body.Attributes[name] != nil {
			t.Errorf("the state has a %s", name)
		}
	}
	generated := local(t, scope(m, values{"origin_secret_version": cty.NumberIntVal(3)}, nil), "generated").AsValueMap()
	if len(generated) != 2 || !generated["ALEX_ACCOUNT_KEY"].RawEquals(cty.NumberIntVal(1)) || !generated["ALEX_ORIGIN_SECRET"].RawEquals(cty.NumberIntVal(3)) {
		t.Errorf("made are %v", generated)
	}
	password := m.one(t, "ephemeral", "aws_secretsmanager_random_password")
	m.holds(t, password, map[string]string{"for_each": "local.generated", "exclude_punctuation": "true", "password_length": "48"})
	m.holds(t, m.one(t, "resource", "aws_secretsmanager_secret", "given"), map[string]string{"for_each": "var.secrets", "name": `"${var.name}/${each.key}"`})
	for _, c := range []struct {
		names cty.Value
		want  bool
	}{{cty.SetVal([]cty.Value{cty.StringVal("OPENAI_API_KEY")}), true}, {cty.SetVal([]cty.Value{cty.StringVal("ALEX_DATABASE_URL")}), false}} {
		if got := accepts(t, root, "secrets", values{"secrets": c.names}); got != c.want {
			t.Errorf("%v: %v", c.names, got)
		}
	}
}
