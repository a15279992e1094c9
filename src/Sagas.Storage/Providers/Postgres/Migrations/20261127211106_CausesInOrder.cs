using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sagas.Storage.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CausesInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_saga_history_saga_type_saga_id_cause",
                table: "saga_history");

            migrationBuilder.CreateIndex(
                name: "ix_saga_history_cause_saga_type_saga_id",
                table: "saga_history",
                columns: new[] { "cause", "saga_type", "saga_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_saga_history_cause_saga_type_saga_id",
                table: "saga_history");

            migrationBuilder.CreateIndex(
                name: "ix_saga_history_saga_type_saga_id_cause",
                table: "saga_history",
                columns: new[] { "saga_type", "saga_id", "cause" },
                unique: true);
        }
    }
}
