using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sagas.Storage.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FailurePaths : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "participant",
                table: "timer",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "timer",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "StepDeadline");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "owed_since",
                table: "saga",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waiting_since",
                table: "saga",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "participant",
                table: "outbox",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "saga_id",
                table: "outbox",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "saga_type",
                table: "outbox",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "dead_letter",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    queue = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    message_type = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    saga_id = table.Column<Guid>(type: "uuid", nullable: true),
                    exception = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    reason = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letter", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hold",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    reason = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hold", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operator_action",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    target = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    saga_type = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    saga_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    second_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    reason = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    outcome = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_action", x => x.request_id);
                });

            migrationBuilder.CreateTable(
                name: "step_time",
                columns: table => new
                {
                    saga_type = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    bucket = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_time", x => new { x.saga_type, x.version, x.state, x.bucket });
                });

            migrationBuilder.CreateIndex(
                name: "ix_saga_owed_since",
                table: "saga",
                column: "owed_since",
                filter: "owed_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_message_id",
                table: "dead_letter",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_saga_id",
                table: "dead_letter",
                column: "saga_id");

            migrationBuilder.CreateIndex(
                name: "ix_hold_scope_name",
                table: "hold",
                columns: new[] { "scope", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operator_action_at",
                table: "operator_action",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_operator_action_saga_id",
                table: "operator_action",
                column: "saga_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dead_letter");

            migrationBuilder.DropTable(
                name: "hold");

            migrationBuilder.DropTable(
                name: "operator_action");

            migrationBuilder.DropTable(
                name: "step_time");

            migrationBuilder.DropIndex(
                name: "ix_saga_owed_since",
                table: "saga");

            migrationBuilder.DropColumn(
                name: "participant",
                table: "timer");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "timer");

            migrationBuilder.DropColumn(
                name: "owed_since",
                table: "saga");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "saga");

            migrationBuilder.DropColumn(
                name: "participant",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "saga_id",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "saga_type",
                table: "outbox");
        }
    }
}
