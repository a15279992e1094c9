using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Operations;

namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>A change of the message inside an envelope.</summary>
internal sealed class MessagePatch
{
    private const string Message = "message";
    private const string BehindTheEnd = "/-";

    private readonly JsonPatchDocument? _patch;
    private readonly JsonNode? _whole;

    /// <exception cref="EditException">It is no JSON Patch, or no JSON.</exception>
    public MessagePatch(LetterEdit edit)
    {
        try
        {
            _patch = edit.Patch is null ? null : JsonSerializer.Deserialize<JsonPatchDocument>(edit.Patch);
            _whole = edit.Message is null ? null : JsonNode.Parse(edit.Message);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new EditException(
                edit.Patch is null
                    ? $"The message is not JSON: {fault.Message}"
                    : $"The patch is no JSON Patch (RFC 6902): {fault.Message}",
                fault
            );
        }

        if (_patch?.Operations.Any(IsIncomplete) == true)
        {
            throw new EditException(
                "The patch is no JSON Patch (RFC 6902): every operation has op and path, and those that move or copy have from."
            );
        }

        if (_patch?.Operations.Select(FaultOfPath).FirstOrDefault(fault => fault is not null) is { } wrong)
        {
            throw new EditException($"The patch is no JSON Patch (RFC 6902): {wrong}");
        }

        if (
            _patch?.Operations.FirstOrDefault(one => one.OperationType == OperationType.Invalid) is
            { } unknown
        )
        {
            throw new EditException(
                $"The patch has the operation \"{unknown.op}\". Use add, remove, replace, move, copy or test."
            );
        }
    }

    public bool IsEmpty => _patch is null && _whole is null;

    /// <returns>The body with the changed message, or why it cannot be changed.</returns>
    public (byte[]? Body, string? Problem) ApplyTo(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body.Span) is not JsonObject envelope || envelope[Message] is not { } message)
            {
                return (null, "The body is no envelope with a message in it.");
            }

            if (envelope["messageId"] is null)
            {
                return (
                    null,
                    "The envelope has no message id: its consumer recognises it by its content, and would not know it again."
                );
            }

            if (_whole is not null)
            {
                envelope[Message] = _whole.DeepClone();
            }

            _patch?.ApplyTo(message);
            return (JsonSerializer.SerializeToUtf8Bytes(envelope), null);
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or JsonPatchException
                        or ArgumentException
                        or InvalidOperationException // Half a surrogate pair, in the body or in the patch, is found when it is compared.
            )
        {
            return (null, fault.Message);
        }
    }

    /// <summary>The library corrects what the standard refuses: it would change another place than was meant.</summary>
    private static string? FaultOfPath(Operation one) =>
        new[] { one.path, one.from }.FirstOrDefault(path => path is { Length: > 0 } and not ['/', ..])
            is { } bare
            ? $"the path \"{bare}\" does not begin with a slash."
        : one.from?.EndsWith(BehindTheEnd, StringComparison.Ordinal) == true
        || (
            one.OperationType is OperationType.Remove or OperationType.Replace or OperationType.Test
            && one.path.EndsWith(BehindTheEnd, StringComparison.Ordinal)
        )
            ? $"\"{BehindTheEnd}\" is behind the end of a list, where there is nothing to {one.op}."
        : null;

    private static bool IsIncomplete(Operation one) =>
        one.op is null
        || one.path is null
        || (one.OperationType is OperationType.Move or OperationType.Copy && one.from is null);
}
