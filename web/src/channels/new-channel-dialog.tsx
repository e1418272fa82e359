/** Creates a channel. */
import { useNavigate } from "react-router";
import { ChannelForm } from "./channel-form";
import { useCreateChannel } from "./queries";

export default function NewChannelDialog({ close }: { close: () => void }) {
  const open = useCreateChannel();
  const navigate = useNavigate();
  return (
    <ChannelForm
      title="New channel"
      submit="Create channel"
      initial={{ name: "", about: "", discussion: "open" }}
      error={open.error}
      pending={open.isPending}
      close={close}
      save={(words) =>
        open.mutate(words, {
          onSuccess: ({ id }) => {
            close();
            navigate(`/channels/${id}`);
          },
        })
      }
    />
  );
}
