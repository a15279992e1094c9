using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sagas.Storage.Providers.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SagasById : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_saga",
                table: "saga");

            migrationBuilder.DropIndex(
                name: "ix_saga_id",
                table: "saga");

            migrationBuilder.AddPrimaryKey(
                name: "pk_saga",
                table: "saga",
                columns: new[] { "id", "type" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_saga",
                table: "saga");

            migrationBuilder.AddPrimaryKey(
                name: "pk_saga",
                table: "saga",
                columns: new[] { "type", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_saga_id",
                table: "saga",
                column: "id");
        }
    }
}
