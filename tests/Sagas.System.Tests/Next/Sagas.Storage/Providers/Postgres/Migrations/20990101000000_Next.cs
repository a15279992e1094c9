using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sagas.Storage.Providers.Postgres.Migrations;

/// <summary>Expands only: those who do not know the column leave it empty.</summary>
[DbContext(typeof(PostgresContext))]
[Migration("20990101000000_Next")]
public sealed class Next : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("written_by", "saga", "text", nullable: true);
        migrationBuilder.CreateIndex("ix_saga_written_by", "saga", "written_by", filter: "written_by IS NOT NULL");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn("written_by", "saga");
}
