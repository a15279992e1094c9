using System.Globalization;

namespace Sagas.TestKit.Services;

/// <summary>A file system of its own in a folder (tmpfs), which can be made full at any moment. It needs root.</summary>
/// <param name="folder">There already.</param>
internal sealed class SmallDisk(string folder, int megabytes)
{
    private const int Tries = 20;

    public Task Mount() => OwnServer.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);

    /// <summary>It shrinks to what is in it.</summary>
    /// <exception cref="InvalidOperationException">It grows faster than it can be shrunk.</exception>
    public async Task Fill()
    {
        for (var attempt = 1; ; attempt++)
        {
            var disk = new DriveInfo(folder);
            var used = disk.TotalSize - disk.TotalFreeSpace;
            try
            {
                await Resize(used.ToString(CultureInfo.InvariantCulture));
                return;
            }
            catch (InvalidOperationException) when (attempt < Tries)
            {
                // More was written meanwhile.
            }
        }
    }

    public Task Empty() => Resize($"{megabytes}m");

    public Task Unmount() => OwnServer.Run("umount", folder);

    private Task Resize(string size) => OwnServer.Run("mount", "-o", $"remount,size={size}", folder);
}
