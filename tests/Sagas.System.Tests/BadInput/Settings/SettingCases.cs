namespace Sagas.SystemTests.BadInput.Settings;

/// <summary>Settings, each wrong on its own.</summary>
internal static class SettingCases
{
    public static IEnumerable<SettingCase> All => [.. Ranges(), .. Kinds(), .. Unknown()];

    /// <summary>One below and one above what is allowed.</summary>
    private static IEnumerable<SettingCase> Ranges()
    {
        (string Key, long Least, long Most)[] ranges =
        [
            ("Sagas:Broker:Port", 1, 65_535),
            ("Sagas:Broker:WaitSeconds", 0, 3_600),
            ("Sagas:Broker:Prefetch", 1, 1_000),
            ("Sagas:Broker:SagaPrefetch", 1, 10_000),
            ("Sagas:Limits:BodyBytes", 1_024, 16_777_216),
            ("Sagas:Limits:HeaderBytes", 1_024, 65_536),
            ("Sagas:Outbox:BatchSize", 1, 1_000),
            ("Sagas:Outbox:LeaseSeconds", 1, 600),
            ("Sagas:Outbox:SweepSeconds", 1, 60),
            ("Sagas:Inbox:RetentionHours", 1, 2_160),
            ("Sagas:Retention:EndedDays", 0, 36_500),
            ("Sagas:Order:MostWaiting", 1, 10_000),
            ("Sagas:Order:LongestWaitMinutes", 1, 43_200),
            ("Sagas:DeadLetters:RetentionDays", 1, 3_650),
            ("Sagas:Inventory:OpeningStock", 0, 1_000_000_000),
            ("Sagas:Shipping:Retries", 1, 10),
        ];
        foreach (var (key, least, most) in ranges)
        {
            var allowed = System.FormattableString.Invariant($"Give {least:N0} to {most:N0}.");
            yield return new(
                $"{key} below its least",
                key,
                $"{least - 1}",
                $"{key} is {least - 1}. {allowed}"
            );
            yield return new($"{key} above its most", key, $"{most + 1}", $"{key} is {most + 1}. {allowed}");
        }
    }

    private static IEnumerable<SettingCase> Kinds()
    {
        foreach (var text in new[] { "many", "1e400", "NaN", "99999999999999999999", "1,000", "\u0661" })
        {
            yield return new(
                $"\"{text}\" for a number",
                "Sagas:Outbox:BatchSize",
                text,
                $"Sagas:Outbox:BatchSize is \"{text}\". Give 1 to 1,000."
            );
        }

        yield return new("nonsense for a truth", "Sagas:Simulator:Enabled", "maybe", "Give true or false.");
        yield return new("a profile that is none", "Sagas:Profile", "Cloud", "Give Embedded or Distributed.");
        yield return new("a number for a profile", "Sagas:Profile", "7", "Give Embedded or Distributed.");
        yield return new(
            "a database that is none",
            "Sagas:Database:Provider",
            "Oracle",
            "Give Sqlite or Postgres or SqlServer."
        );
        yield return new(
            "a locking that is none",
            "Sagas:Database:Locking",
            "Hope",
            "Give Pessimistic or Optimistic or Grouped."
        );
        yield return new(
            "a connection string of another database",
            "Sagas:Database:ConnectionString",
            "Host=somewhere",
            "is not one of Sqlite"
        );
        yield return new(
            "a connection string that is none",
            "Sagas:Database:ConnectionString",
            "=;=",
            "Sagas:Database:ConnectionString"
        );
        yield return new("no host", "Sagas:Broker:Host", "", "Sagas:Broker:Host is empty. Give a text.");
        yield return new("no user", "Sagas:Broker:User", "", "Sagas:Broker:User is empty. Give a text.");
        yield return new("a port for an address", "Sagas:Http:Address", "8080", "Give one http address");
        yield return new(
            "a secure address",
            "Sagas:Http:Address",
            "https://127.0.0.1:1",
            "Give one http address"
        );
        yield return new(
            "two addresses",
            "Sagas:Http:Address",
            "http://127.0.0.1:1;http://127.0.0.1:2",
            "Give one http address"
        );
        yield return new(
            "an address with a path",
            "Sagas:Http:Address",
            "http://127.0.0.1:1/api",
            "Give one http address"
        );
        yield return new(
            "a port beyond the last",
            "Sagas:Http:Address",
            "http://127.0.0.1:65536",
            "Give one http address"
        );
        yield return new(
            "a gateway by FTP",
            "Sagas:Payments:Gateway",
            "ftp://there",
            "Give an http or https address."
        );
        yield return new(
            "a gateway that is a word",
            "Sagas:Shipping:Gateway",
            "there",
            "Give an http or https address."
        );
        yield return new(
            "a role that is none",
            "Sagas:Roles",
            "order,kitchen",
            "Sagas:Roles has \"kitchen\""
        );
        yield return new("a role in capitals", "Sagas:Roles", "ORDER", "Sagas:Roles has \"ORDER\"");
        yield return new(
            "a profile without its gateways",
            "Sagas:Profile",
            "Distributed",
            "Sagas:Payments:Gateway is empty"
        );
        yield return new(
            "tries longer than all of them",
            "Sagas:Payments:AttemptTimeoutSeconds",
            "30",
            "Sagas:Payments:TotalTimeoutSeconds is 20"
        );
    }

    private static IEnumerable<SettingCase> Unknown()
    {
        (string Key, string Nearest)[] unknown =
        [
            ("Sagas:Outbox:BatchSzie", "Sagas:Outbox:BatchSize"),
            ("Sagas:Outbx:BatchSize", "Sagas:Outbox:BatchSize"),
            ("Sagas:profil", "Sagas:Profile"),
            ("Sagas:Limits:BodyByte", "Sagas:Limits:BodyBytes"),
            ("Sagas:Limit:HeaderBytes", "Sagas:Limits:HeaderBytes"),
            ("Sagas:Broker:Hosts:0", "Sagas:Broker:Host"),
            ("Sagas:Roles:first", "Sagas:Roles"),
            ("Sagas:DeadLetters:Redact:name", "Sagas:DeadLetters:Redact"),
            ("Sagas:Database:ConectionString", "Sagas:Database:ConnectionString"),
            ("Sagas:Broker:Passwort", "Sagas:Broker:Password"),
            ("Sagas:Simulator:Sead", "Sagas:Simulator:Seed"),
        ];
        return unknown.Select(one => new SettingCase(
            $"{one.Key}, which is no setting",
            one.Key,
            "1",
            $"{one.Key} is not a setting. Did you mean {one.Nearest}?"
        ));
    }
}
