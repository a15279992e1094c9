using Sagas.Orchestration.DeadLetters.Edits;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary>Files that say what is to be edited, and faults in them.</summary>
internal static class EditFile
{
    private const int LongestBytes = 16 * 1024 * 1024;

    /// <exception cref="RefusedException">It cannot be read, or is too long.</exception>
    public static string? Read(FileInfo? file)
    {
        if (file is null)
        {
            return null;
        }

        if (!file.Exists)
        {
            throw new RefusedException($"There is no file {file.FullName}.", RefusedException.WrongUsage);
        }

        return file.Length <= LongestBytes
            ? File.ReadAllText(file.FullName)
            : throw new RefusedException(
                $"{file.FullName} has {file.Length} bytes. Give at most {LongestBytes}.",
                RefusedException.WrongUsage
            );
    }

    /// <exception cref="RefusedException">The edit makes no sense.</exception>
    public static async Task<T> Checked<T>(Func<Task<T>> edit)
    {
        try
        {
            return await edit();
        }
        catch (EditException fault)
        {
            throw new RefusedException(fault.Message, RefusedException.WrongUsage);
        }
    }
}
