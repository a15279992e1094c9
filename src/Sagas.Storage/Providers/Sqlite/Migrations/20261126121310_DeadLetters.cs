using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sagas.Storage.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DeadLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "waiting_since",
                table: "timer",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "blocked_since",
                table: "saga",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "amount_minor",
                table: "dead_letter",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "dead_letter",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "blocks",
                table: "dead_letter",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "deaths",
                table: "dead_letter",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "group_id",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "last_at",
                table: "dead_letter",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "saga_type",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "dead_letter",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "dead_letter_body",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    content_type = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    headers = table.Column<string>(type: "TEXT", nullable: false),
                    stack = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letter_body", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letter_group",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    queue = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    place = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    message_type = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    saga_type = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    step = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    exception = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    letters = table.Column<long>(type: "INTEGER", nullable: false),
                    deaths = table.Column<long>(type: "INTEGER", nullable: false),
                    first_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: true),
                    owner = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    ticket = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letter_group", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letter_stake",
                columns: table => new
                {
                    group_id = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    sagas = table.Column<long>(type: "INTEGER", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letter_stake", x => new { x.group_id, x.currency });
                });

            migrationBuilder.CreateTable(
                name: "lease",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    owner = table.Column<Guid>(type: "TEXT", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_timer_saga_type_saga_id_waiting_since",
                table: "timer",
                columns: new[] { "saga_type", "saga_id", "waiting_since" },
                filter: "waiting_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_saga_blocked_since",
                table: "saga",
                column: "blocked_since",
                filter: "blocked_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_group_id_status_last_at",
                table: "dead_letter",
                columns: new[] { "group_id", "status", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_queue_place",
                table: "dead_letter",
                columns: new[] { "queue", "place" },
                filter: "status = 'Dead'");

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_status_last_at",
                table: "dead_letter",
                columns: new[] { "status", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_dead_letter_group_last_at",
                table: "dead_letter_group",
                column: "last_at",
                filter: "letters > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dead_letter_body");

            migrationBuilder.DropTable(
                name: "dead_letter_group");

            migrationBuilder.DropTable(
                name: "dead_letter_stake");

            migrationBuilder.DropTable(
                name: "lease");

            migrationBuilder.DropIndex(
                name: "ix_timer_saga_type_saga_id_waiting_since",
                table: "timer");

            migrationBuilder.DropIndex(
                name: "ix_saga_blocked_since",
                table: "saga");

            migrationBuilder.DropIndex(
                name: "ix_dead_letter_group_id_status_last_at",
                table: "dead_letter");

            migrationBuilder.DropIndex(
                name: "ix_dead_letter_queue_place",
                table: "dead_letter");

            migrationBuilder.DropIndex(
                name: "ix_dead_letter_status_last_at",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "timer");

            migrationBuilder.DropColumn(
                name: "blocked_since",
                table: "saga");

            migrationBuilder.DropColumn(
                name: "amount_minor",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "blocks",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "deaths",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "group_id",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "last_at",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "place",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "saga_type",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "state",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "status",
                table: "dead_letter");

            migrationBuilder.DropColumn(
                name: "step",
                table: "dead_letter");
        }
    }
}
